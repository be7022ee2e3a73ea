-- What could run while the server merely reads a statement, and is neither its own nor of a known extension: functions of
-- types, called for literals and for type modifiers, and methods of sampling. Names through which a statement reaches
-- them (values of some types are names of types, with their modifiers); and whether dictionaries and conversions of
-- encodings are all known.
-- PostgreSQL 12 evaluates and compares keys of partitions already when it opens their table, through whatever view.
with recursive known as materialized (
  select d.objid
  from pg_catalog.pg_depend d
  join pg_catalog.pg_extension e on e.oid = d.refobjid
  where d.classid = 'pg_catalog.pg_proc'::regclass and d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'e' and e.extname = any (:extensions)
), foreign_function as materialized (
  select p.oid, p.proname, p.prorettype from pg_catalog.pg_proc p where p.oid >= 16384 and p.oid not in (select k.objid from known k)
), base as materialized (
  select t.oid, bool_or(f.of_modifier) as has_modifiers
  from pg_catalog.pg_type t
  cross join lateral (values (t.typinput, false), (t.typoutput, false), (t.typmodin, true), (t.typmodout, true) /*140000+*/, (t.typsubscript, false) /*end*/) as f (id, of_modifier)
  join foreign_function ff on ff.oid = f.id
  where t.typtype = 'b'
  group by t.oid
), made_of (whole, part) as materialized (
  select t.oid, t.typelem from pg_catalog.pg_type t where t.typelem <> 0
  union all select t.oid, t.typbasetype from pg_catalog.pg_type t where t.typbasetype <> 0
  union all select r.rngtypid, r.rngsubtype from pg_catalog.pg_range r
  union all select t.oid, a.atttypid from pg_catalog.pg_type t join pg_catalog.pg_attribute a on a.attrelid = t.typrelid where a.attnum > 0
), bad (oid) as (
  (select b.oid from base b
   union all
   select by_name.id from base b cross join (values ('regtype'::regtype), ('regprocedure'::regtype), ('regoperator'::regtype)) as by_name (id) where b.has_modifiers)
  union
  select m.whole from bad b join made_of m on m.part = b.oid
)
select t.typname::text as name from pg_catalog.pg_type t join bad b on b.oid = t.oid
union
select c.relname from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid join bad b on b.oid = a.atttypid
union
select p.proname from pg_catalog.pg_proc p join bad b on b.oid = p.prorettype
union
select p.proname from pg_catalog.pg_proc p cross join lateral unnest(p.proargtypes::oid[]) as argument (type) join bad b on b.oid = argument.type where p.oid >= 16384
union
select o.oprname from pg_catalog.pg_operator o cross join lateral (values (o.oprleft), (o.oprright), (o.oprresult)) as side (type) join bad b on b.oid = side.type
where o.oprleft <> o.oprright
   or not exists (select from pg_catalog.pg_operator own where own.oid < 16384 and own.oprname = o.oprname)
union
select f.proname from foreign_function f where f.prorettype = 'tsm_handler'::regtype
union
select '(search)' from pg_catalog.pg_ts_template t join foreign_function f on f.oid = t.tmplinit or f.oid = t.tmpllexize
union
select '(search)' from pg_catalog.pg_ts_parser s cross join lateral (values (s.prsstart), (s.prstoken), (s.prsend), (s.prsheadline), (s.prslextype)) as part (id)
join foreign_function f on f.oid = part.id
/*130000+*/ /*else*/
union
select '(partitions)' from pg_catalog.pg_partitioned_table p
where exists (select from regexp_matches(p.partexprs::text, ':(?:funcid|opfuncid|opno) ([0-9]+)', 'g') as named (ids) where named.ids[1]::bigint >= 16384)
   or exists (select from unnest(p.partclass::oid[]) as class (id) where class.id >= 16384)
/*end*/
union
select '(conversion)' from pg_catalog.pg_conversion c join foreign_function f on f.oid = c.conproc::oid
