-- What reading and writing values of types calls; what they are made of; what compares them where the server has no
-- function of its own for that; and the casts that functions of JSON take by themselves.
select t.oid, n.nspname || '.' || t.typname as signature, t.typtype as kind,
       array[t.typinput, t.typoutput, t.typmodin, t.typmodout /*140000+*/, t.typsubscript /*end*/, r.rngcanonical, r.rngsubdiff]::oid[]
         || array(select f from pg_catalog.pg_opclass c
                  cross join lateral (select s.amproc::oid from pg_catalog.pg_amproc s where s.amprocfamily = c.opcfamily
                                      union select o.oprcode::oid from pg_catalog.pg_amop m join pg_catalog.pg_operator o on o.oid = m.amopopr
                                      where m.amopfamily = c.opcfamily) as of_class (f)
                  where (c.opcintype = t.oid or c.oid = r.rngsubopc) and c.oid >= 16384) as functions,
       array(select x.castfunc from pg_catalog.pg_cast x
             where x.castsource = t.oid and x.casttarget in ('json'::regtype, 'jsonb'::regtype) and x.castfunc >= 16384) as casts,
       array[t.typelem, t.typbasetype, r.rngsubtype]::oid[]
         || array(select a.atttypid from pg_catalog.pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
         /*140000+*/ || array(select m.rngtypid from pg_catalog.pg_range m where m.rngmultitypid = t.oid) /*end*/ as types
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
left join pg_catalog.pg_range r on r.rngtypid = t.oid
where t.oid = any (:ids)
