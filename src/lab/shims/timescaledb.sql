-- shim: extension
-- TimescaleDB: its functions. Hypertables stay plain tables, policies do nothing, time_bucket is right.

create function @schema@.create_hypertable(
  relation regclass, time_column_name name, partitioning_column name default null,
  number_partitions integer default null, associated_schema_name name default null,
  associated_table_prefix name default null, chunk_time_interval anyelement default null::bigint,
  create_default_indexes boolean default true, if_not_exists boolean default false,
  partitioning_func regproc default null, migrate_data boolean default false, chunk_target_size text default null,
  chunk_sizing_func regproc default null, time_partitioning_func regproc default null)
  returns table (hypertable_id integer, schema_name name, table_name name, created boolean)
  language sql as $$
  select 1, n.nspname, c.relname, true
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = relation
$$;
create type @schema@.dimension_info as (column_name name, kind text);
create function @schema@.by_range(column_name name, partition_interval anyelement default null::bigint,
                                  partition_func regproc default null)
  returns @schema@.dimension_info language sql as $$select row(column_name, 'range')::@schema@.dimension_info$$;
create function @schema@.by_hash(column_name name, number_partitions integer, partition_func regproc default null)
  returns @schema@.dimension_info language sql as $$select row(column_name, 'hash')::@schema@.dimension_info$$;
create function @schema@.create_hypertable(
  relation regclass, dimension @schema@.dimension_info, create_default_indexes boolean default true,
  if_not_exists boolean default false, migrate_data boolean default false)
  returns table (hypertable_id integer, created boolean) language sql as $$select 1, true$$;
create function @schema@.add_dimension(hypertable regclass, dimension @schema@.dimension_info,
                                       if_not_exists boolean default false)
  returns integer language sql as $$select 1$$;
create function @schema@.set_chunk_time_interval(hypertable regclass, chunk_time_interval anyelement)
  returns void language sql as $$select$$;
create function @schema@.add_retention_policy(relation regclass, drop_after anyelement,
                                              if_not_exists boolean default false,
                                              schedule_interval interval default null)
  returns integer language sql as $$select 1$$;
create function @schema@.remove_retention_policy(relation regclass, if_exists boolean default false)
  returns void language sql as $$select$$;
create function @schema@.add_compression_policy(hypertable regclass, compress_after anyelement,
                                                if_not_exists boolean default false,
                                                schedule_interval interval default null)
  returns integer language sql as $$select 1$$;
create function @schema@.remove_compression_policy(hypertable regclass, if_exists boolean default false)
  returns boolean language sql as $$select true$$;
create function @schema@.add_continuous_aggregate_policy(
  continuous_aggregate regclass, start_offset anyelement, end_offset anyelement, schedule_interval interval,
  if_not_exists boolean default false)
  returns integer language sql as $$select 1$$;
create function @schema@.add_reorder_policy(hypertable regclass, index_name name, if_not_exists boolean default false)
  returns integer language sql as $$select 1$$;
create function @schema@.show_chunks(relation regclass) returns setof regclass
  language sql as $$select inhrelid::regclass from pg_catalog.pg_inherits where inhparent = relation$$;

create function @schema@.time_bucket(bucket_width interval, ts timestamptz) returns timestamptz
  immutable strict parallel safe language sql as $$select date_bin($1, $2, timestamptz '2000-01-03 00:00:00+00')$$;
create function @schema@.time_bucket(bucket_width interval, ts timestamptz, origin timestamptz) returns timestamptz
  immutable strict parallel safe language sql as $$select date_bin($1, $2, $3)$$;
create function @schema@.time_bucket(bucket_width interval, ts timestamp) returns timestamp
  immutable strict parallel safe language sql as $$select date_bin($1, $2, timestamp '2000-01-03 00:00:00')$$;
create function @schema@.time_bucket(bucket_width interval, ts date) returns date
  immutable strict parallel safe language sql as $$
  select date_bin($1, $2::timestamp, timestamp '2000-01-03 00:00:00')::date
$$;
create function @schema@.time_bucket(bucket_width bigint, ts bigint) returns bigint
  immutable strict parallel safe language sql as $$select $2 - mod(mod($2, $1) + $1, $1)$$;
create function @schema@.time_bucket(bucket_width integer, ts integer) returns integer
  immutable strict parallel safe language sql as $$select $2 - mod(mod($2, $1) + $1, $1)$$;

-- first(value, time) and last(value, time) answer NULL: a state of any type can't hold the time beside it.
create function @schema@.no_value(anyelement, anyelement, timestamptz) returns anyelement
  immutable parallel safe language sql as $$select $1$$;
create function @schema@.no_value(anyelement, anyelement, bigint) returns anyelement
  immutable parallel safe language sql as $$select $1$$;
create aggregate @schema@.first(anyelement, timestamptz) (sfunc = @schema@.no_value, stype = anyelement);
create aggregate @schema@.first(anyelement, bigint) (sfunc = @schema@.no_value, stype = anyelement);
create aggregate @schema@.last(anyelement, timestamptz) (sfunc = @schema@.no_value, stype = anyelement);
create aggregate @schema@.last(anyelement, bigint) (sfunc = @schema@.no_value, stype = anyelement);
