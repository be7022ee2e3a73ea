select p.oid::bigint << 11 as id, n.nspname as schema, p.proname,
       case when n.nspname = 'public' then '' else quote_ident(n.nspname) || '.' end || quote_ident(p.proname)
         || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name,
       pg_get_function_identity_arguments(p.oid) as arguments,
       coalesce((select string_agg(format_type(u.t, null), ', ' order by u.i)
                 from unnest(p.proargtypes) with ordinality u(t, i)), '') as argument_types,
       p.pronargs as argument_count, pg_get_function_result(p.oid) as result, l.lanname as language,
       case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'a' then 'aggregate' else 'window' end as kind,
       case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end as volatility,
       p.prosecdef as is_security_definer, p.proleakproof as is_leakproof, p.proisstrict as is_strict,
       case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end as parallel,
       pg_get_userbyid(p.proowner) as owner, array_to_string(p.proconfig, E'\n') as settings,
       (select substr(o, 13) from unnest(p.proconfig) o where o like 'search_path=%') as search_path,
       exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
               where a.grantee = 0 and a.privilege_type = 'EXECUTE') as public_can_execute,
       p.prorettype in ('trigger'::regtype, 'event_trigger'::regtype) as is_trigger,
       /*140000+*/ coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) /*else*/ p.prosrc /*end*/ as body,
       p.procost as cost, (e.objid is not null or (:lab and p.proowner = 10)) as is_extension,
       d.description as comment,
       -- the dependency on the schema is written when a function is made or replaced, not by a new owner or grant
       coalesce((select max(x.xmin::text::bigint) from pg_depend x where x.classid = 'pg_proc'::regclass
                 and x.objid = p.oid and x.refclassid = 'pg_namespace'::regclass), p.xmin::text::bigint) as xid,
       pg_get_function_arguments(p.oid) as full_arguments,
       case when e.objid is not null or (:lab and p.proowner = 10) then null
            when p.prokind <> 'a' then pg_get_functiondef(p.oid)
            else 'CREATE AGGREGATE ' || quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '('
              || coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') || ') (SFUNC = ' || g.aggtransfn::regproc
              || ', STYPE = ' || format_type(g.aggtranstype, null)
              || case when g.aggtransspace <> 0 then ', SSPACE = ' || g.aggtransspace else '' end
              || case when g.aggfinalfn <> 0 then ', FINALFUNC = ' || g.aggfinalfn::regproc else '' end
              || case when g.aggfinalextra then ', FINALFUNC_EXTRA' else '' end
              || case when g.aggfinalfn = 0 or g.aggfinalmodify = (case when g.aggkind = 'n' then 'r' else 'w' end) then ''
                 else ', FINALFUNC_MODIFY = ' || case g.aggfinalmodify when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE' else 'READ_WRITE' end end
              || case when g.aggcombinefn <> 0 then ', COMBINEFUNC = ' || g.aggcombinefn::regproc else '' end
              || case when g.aggserialfn <> 0 then ', SERIALFUNC = ' || g.aggserialfn::regproc else '' end
              || case when g.aggdeserialfn <> 0 then ', DESERIALFUNC = ' || g.aggdeserialfn::regproc else '' end
              || case when g.agginitval is not null then ', INITCOND = ' || quote_literal(g.agginitval) else '' end
              || case when g.aggmtransfn <> 0 then ', MSFUNC = ' || g.aggmtransfn::regproc || ', MINVFUNC = ' || g.aggminvtransfn::regproc
                   || ', MSTYPE = ' || format_type(g.aggmtranstype, null)
                   || case when g.aggmtransspace <> 0 then ', MSSPACE = ' || g.aggmtransspace else '' end
                   || case when g.aggmfinalfn <> 0 then ', MFINALFUNC = ' || g.aggmfinalfn::regproc else '' end
                   || case when g.aggmfinalextra then ', MFINALFUNC_EXTRA' else '' end
                   || case when g.aggminitval is not null then ', MINITCOND = ' || quote_literal(g.aggminitval) else '' end else '' end
              || case when g.aggsortop <> 0 then ', SORTOP = operator(' || so.nspname || '.' || o.oprname || ')' else '' end
              || case p.proparallel when 's' then ', PARALLEL = SAFE' when 'r' then ', PARALLEL = RESTRICTED' else '' end
              || case when g.aggkind = 'h' then ', HYPOTHETICAL' else '' end || ')' end as definition
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate g on g.aggfnoid = p.oid
left join pg_operator o on o.oid = g.aggsortop
left join pg_namespace so on so.oid = o.oprnamespace
left join pg_description d on d.objoid = p.oid and d.classoid = 'pg_proc'::regclass and d.objsubid = 0
left join pg_depend e on e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e'
where n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
