-- What operators call: their function, the estimators that planning asks, and what sorts, hashes and compares in the
-- families that they belong to, where that is not the server's own.
select o.oid, n.nspname || '.' || o.oprname as signature,
       array[o.oprcode, o.oprrest, o.oprjoin]::oid[]
         || array(select s.amproc::oid from pg_catalog.pg_amop m join pg_catalog.pg_amproc s on s.amprocfamily = m.amopfamily
                  where m.amopopr = o.oid and (s.amproc::oid >= 16384 or m.amopfamily >= 16384))
         || array(select other.oprcode::oid from pg_catalog.pg_amop m join pg_catalog.pg_amop also on also.amopfamily = m.amopfamily
                  join pg_catalog.pg_operator other on other.oid = also.amopopr
                  where m.amopopr = o.oid and other.oprcode::oid >= 16384) as functions
from pg_catalog.pg_operator o
join pg_catalog.pg_namespace n on n.oid = o.oprnamespace
where o.oid = any (:ids)
