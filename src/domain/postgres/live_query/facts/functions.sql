-- What functions are, and what runs beside them: a support function while planning, and an aggregate's own.
select p.oid, n.nspname as schema, p.proname as name, n.nspname || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')' as signature,
       p.prosrc as source, l.lanname as language, p.provolatile as volatility, p.prokind as kind, p.prosecdef as as_owner,
       p.proconfig is not null as has_settings, p.proargtypes::oid[] as argument_types, case when p.proargmodes is null then p.proargnames
         else array(select u.name from unnest(p.proargnames, p.proargmodes) with ordinality as u (name, mode, place) where u.mode in ('i', 'b', 'v')
                    order by u.place) end as argument_names,
       coalesce(e.extname, '') as extension, /*140000+*/ p.prosqlbody::text /*else*/ null::text /*end*/ as tree, p.proargdefaults::text as defaults,
       array[p.prosupport::oid, a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn,
             a.aggmfinalfn]::oid[] as functions,
       array[a.aggsortop]::oid[] as operators, array[a.aggtranstype, a.aggmtranstype]::oid[] as types
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_language l on l.oid = p.prolang
left join pg_catalog.pg_aggregate a on a.aggfnoid = p.oid
left join (pg_catalog.pg_depend d join pg_catalog.pg_extension e on e.oid = d.refobjid and d.refclassid = 'pg_catalog.pg_extension'::regclass)
  on d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
where p.oid = any (:ids)
