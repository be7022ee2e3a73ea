-- shim: extension
-- pg_partman: its configuration and functions. Parents are written down; no partitions are made.

create table @schema@.part_config (
  parent_table text primary key,
  control text not null,
  partition_interval text not null,
  partition_type text not null,
  premake integer not null default 4,
  automatic_maintenance text not null default 'on',
  template_table text,
  retention text,
  retention_schema text,
  retention_keep_index boolean not null default true,
  retention_keep_table boolean not null default true,
  epoch text not null default 'none',
  constraint_cols text[],
  optimize_constraint integer not null default 30,
  infinite_time_partitions boolean not null default false,
  datetime_string text,
  jobmon boolean not null default false,
  sub_partition_set_full boolean not null default false,
  undo_in_progress boolean not null default false,
  inherit_privileges boolean default false,
  constraint_valid boolean not null default true,
  ignore_default_data boolean not null default true,
  default_table boolean default true,
  date_trunc_interval text,
  maintenance_order integer,
  retention_keep_publication boolean not null default false,
  maintenance_last_run timestamptz
);
grant all on @schema@.part_config to @owner@;

create function @schema@.create_parent(
  p_parent_table text, p_control text, p_interval text, p_type text default 'range',
  p_epoch text default 'none', p_premake integer default 4, p_start_partition text default null,
  p_default_table boolean default true, p_automatic_maintenance text default 'on',
  p_constraint_cols text[] default null, p_template_table text default null, p_jobmon boolean default true,
  p_date_trunc_interval text default null, p_control_not_null boolean default true,
  p_time_encoder text default null, p_time_decoder text default null)
  returns boolean language sql as $$
  insert into @schema@.part_config (parent_table, control, partition_interval, partition_type, premake,
                                    template_table, default_table)
  values ($1, $2, $3, $4, $6, $11, $8) on conflict do nothing;
  select true
$$;
-- Version 4 had the type before the interval; with names for the arguments both calls reach the one above.
create function @schema@.run_maintenance(p_parent_table text default null, p_analyze boolean default false,
                                         p_jobmon boolean default true)
  returns void language sql as $$select$$;
create procedure @schema@.run_maintenance_proc(p_wait integer default 0, p_analyze boolean default null,
                                               p_jobmon boolean default true)
  language sql as $$select$$;
create procedure @schema@.partition_data_proc(p_parent_table text, p_loop_count integer default null,
                                              p_interval text default null)
  language sql as $$select$$;
create function @schema@.partition_data_time(p_parent_table text, p_batch_count integer default 1)
  returns bigint language sql as $$select 0::bigint$$;
create function @schema@.partition_data_id(p_parent_table text, p_batch_count integer default 1)
  returns bigint language sql as $$select 0::bigint$$;
create function @schema@.show_partitions(p_parent_table text, p_order text default 'ASC',
                                         p_include_default boolean default false)
  returns table (partition_schemaname text, partition_tablename text)
  language sql as $$
  select n.nspname::text, c.relname::text
  from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace
  where i.inhparent = $1::regclass order by 2
$$;
