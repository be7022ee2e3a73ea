-- What reading relations calls beside the statement: methods of access, and what compares the keys of indexes and
-- partitions, where that is not the server's own. Partitions and heirs are read with their parents.
select c.oid, n.nspname as schema, c.relname as name, n.nspname || '.' || c.relname as signature, c.relkind as kind, c.relrowsecurity as has_policies,
       coalesce((select array_agg(i.inhrelid) from pg_catalog.pg_inherits i where i.inhparent = c.oid), '{}')::oid[] as relations,
       array[m.amhandler]::oid[]
         || array(select im.amhandler::oid from pg_catalog.pg_index x join pg_catalog.pg_class ic on ic.oid = x.indexrelid
                  join pg_catalog.pg_am im on im.oid = ic.relam where x.indrelid = c.oid) as handlers,
       array(select f from pg_catalog.pg_opclass k
             cross join lateral (select s.amproc::oid from pg_catalog.pg_amproc s where s.amprocfamily = k.opcfamily
                                 union select o.oprcode::oid from pg_catalog.pg_amop a join pg_catalog.pg_operator o on o.oid = a.amopopr
                                 where a.amopfamily = k.opcfamily) as of_class (f)
             where f >= 16384
               and k.oid in (select unnest(x.indclass::oid[]) from pg_catalog.pg_index x where x.indrelid = c.oid
                             union all select unnest(p.partclass::oid[]) from pg_catalog.pg_partitioned_table p where p.partrelid = c.oid)) as functions
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_am m on m.oid = c.relam
where c.oid = any (:ids)
