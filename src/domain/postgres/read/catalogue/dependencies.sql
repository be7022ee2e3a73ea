with wanted as (
  select d.classid, d.objid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
  from pg_depend d
  where d.objid >= 16384 and d.refobjid >= 16384 and d.deptype in ('n', 'a', 'i')
    and d.classid in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass,
                      'pg_attrdef'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass)
    and d.refclassid in ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass))
select distinct
       case w.classid when 'pg_rewrite'::regclass then 'rule' when 'pg_proc'::regclass then 'function'
            when 'pg_type'::regclass then 'type' when 'pg_constraint'::regclass then 'constraint'
            when 'pg_attrdef'::regclass then 'default' when 'pg_policy'::regclass then 'policy'
            when 'pg_trigger'::regclass then 'trigger' else case c.relkind when 'i' then 'index' when 'I' then 'index'
            else 'relation' end end as kind,
       case when w.classid = 'pg_rewrite'::regclass then w2.ev_class::bigint << 11
            when w.classid = 'pg_attrdef'::regclass then (f.adrelid::bigint << 11) | f.adnum
            else w.objid::bigint << 11 end as object_id,
       case w.refclassid when 'pg_proc'::regclass then 'function' when 'pg_type'::regclass then 'type'
            when 'pg_constraint'::regclass then 'constraint' else 'relation' end as referenced_kind,
       (w.refobjid::bigint << 11) | w.refobjsubid as referenced_id,
       case w.deptype when 'n' then 'normal' when 'a' then 'auto' else 'internal' end as type
from wanted w
left join pg_class c on w.classid = 'pg_class'::regclass and c.oid = w.objid
left join pg_rewrite w2 on w.classid = 'pg_rewrite'::regclass and w2.oid = w.objid
left join pg_attrdef f on w.classid = 'pg_attrdef'::regclass and f.oid = w.objid
