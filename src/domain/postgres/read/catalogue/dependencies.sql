with wanted as (
  select distinct d.classid, d.refclassid, d.deptype, case when d.classid = 'pg_class'::regclass then c.relkind end as relkind,
         case when d.classid = 'pg_rewrite'::regclass then w.ev_class::bigint << 11
              when d.classid = 'pg_attrdef'::regclass then (f.adrelid::bigint << 11) | f.adnum
              when d.classid = 'pg_class'::regclass then (d.objid::bigint << 11) | d.objsubid
              else d.objid::bigint << 11 end as object_id,
         -- an array is its element's, a row type its table's
         case when e.oid is not null then e.oid when r.oid is not null then r.oid else d.refobjid end::bigint << 11 | d.refobjsubid as referenced_id,
         r.oid is not null as is_row_type
  from pg_depend d
  left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
  left join pg_rewrite w on d.classid = 'pg_rewrite'::regclass and w.oid = d.objid
  left join pg_type t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
  left join pg_type e on e.oid = t.typelem and e.typarray = t.oid and d.classid <> 'pg_type'::regclass
  left join pg_class r on r.oid = coalesce(e.typrelid, t.typrelid) and r.relkind <> 'c' and d.deptype <> 'i'
  left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
  where d.objid >= 16384 and d.refobjid >= 16384 and d.deptype in ('n', 'a', 'i')
    and d.classid in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass,
                      'pg_attrdef'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass,
                      'pg_cast'::regclass, 'pg_operator'::regclass, 'pg_event_trigger'::regclass, 'pg_ts_config'::regclass,
                      'pg_foreign_server'::regclass, 'pg_statistic_ext'::regclass)
    and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass,
                         'pg_operator'::regclass, 'pg_collation'::regclass, 'pg_ts_config'::regclass, 'pg_ts_dict'::regclass,
                         'pg_foreign_server'::regclass, 'pg_foreign_data_wrapper'::regclass)
    -- what constraints are on stands with them, and the triggers that implement foreign keys are not on the map
    and not (d.classid = 'pg_constraint'::regclass and d.refclassid = 'pg_class'::regclass)
    and not (d.classid = 'pg_trigger'::regclass and d.deptype = 'i'))
select case w.classid when 'pg_rewrite'::regclass then 'rule' when 'pg_proc'::regclass then 'function'
            when 'pg_type'::regclass then 'type' when 'pg_constraint'::regclass then 'constraint'
            when 'pg_attrdef'::regclass then 'default' when 'pg_policy'::regclass then 'policy'
            when 'pg_trigger'::regclass then 'trigger' when 'pg_class'::regclass then
              case w.relkind when 'i' then 'index' when 'I' then 'index' else 'relation' end
            else 'other' end as kind,
       w.object_id,
       case w.refclassid when 'pg_proc'::regclass then 'function' when 'pg_constraint'::regclass then 'constraint'
            when 'pg_class'::regclass then 'relation'
            when 'pg_type'::regclass then case when w.is_row_type then 'relation' else 'type' end else 'other' end as referenced_kind,
       w.referenced_id,
       case w.deptype when 'n' then 'normal' when 'a' then 'auto' else 'internal' end as type
from wanted w
