with found as (
  select 'pg_cast'::regclass as class, c.oid, 'cast' as kind,
         '(' || format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) || ')' as name,
         'CREATE CAST (' || format_type(c.castsource, null) || ' AS ' || format_type(c.casttarget, null) || ') '
         || case c.castmethod when 'f' then 'WITH FUNCTION ' || c.castfunc::regprocedure when 'i' then 'WITH INOUT' else 'WITHOUT FUNCTION' end
         || case c.castcontext when 'a' then ' AS ASSIGNMENT' when 'i' then ' AS IMPLICIT' else '' end as definition,
         null::text as enabled, null::oid as owner, c.xmin
  from pg_cast c
  union all
  select 'pg_operator'::regclass, o.oid, 'operator',
         quote_ident(n.nspname) || '.' || o.oprname || ' (' || case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end || ', '
         || case when o.oprright = 0 then 'NONE' else format_type(o.oprright, null) end || ')',
         'CREATE OPERATOR ' || quote_ident(n.nspname) || '.' || o.oprname || ' (PROCEDURE = ' || o.oprcode::regproc
         || case when o.oprleft <> 0 then ', LEFTARG = ' || format_type(o.oprleft, null) else '' end
         || case when o.oprright <> 0 then ', RIGHTARG = ' || format_type(o.oprright, null) else '' end
         || coalesce(', COMMUTATOR = OPERATOR(' || (select quote_ident(cn.nspname) || '.' || co.oprname from pg_operator co
              join pg_namespace cn on cn.oid = co.oprnamespace where co.oid = o.oprcom) || ')', '')
         || coalesce(', NEGATOR = OPERATOR(' || (select quote_ident(cn.nspname) || '.' || co.oprname from pg_operator co
              join pg_namespace cn on cn.oid = co.oprnamespace where co.oid = o.oprnegate) || ')', '')
         || case when o.oprrest::oid <> 0 then ', RESTRICT = ' || o.oprrest else '' end
         || case when o.oprjoin::oid <> 0 then ', JOIN = ' || o.oprjoin else '' end
         || case when o.oprcanhash then ', HASHES' else '' end || case when o.oprcanmerge then ', MERGES' else '' end || ')',
         null, o.oprowner, o.xmin
  from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where o.oprcode::oid <> 0
  union all
  select 'pg_collation'::regclass, o.oid, 'collation', quote_ident(n.nspname) || '.' || quote_ident(o.collname),
         'CREATE COLLATION ' || quote_ident(n.nspname) || '.' || quote_ident(o.collname) || ' (provider = '
         || case o.collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end
         || case when o.collprovider in ('i', 'b') then ', locale = '
              || quote_literal(coalesce(to_jsonb(o) ->> 'colllocale', to_jsonb(o) ->> 'colliculocale', o.collcollate))
            else ', lc_collate = ' || quote_literal(o.collcollate) || ', lc_ctype = ' || quote_literal(o.collctype) end
         || case when o.collisdeterministic then '' else ', deterministic = false' end
         /*160000+*/ || coalesce(', rules = ' || quote_literal(o.collicurules), '') /*end*/ || ')',
         null, o.collowner, o.xmin
  from pg_collation o join pg_namespace n on n.oid = o.collnamespace
  union all
  select 'pg_conversion'::regclass, v.oid, 'conversion', quote_ident(n.nspname) || '.' || quote_ident(v.conname),
         'CREATE ' || case when v.condefault then 'DEFAULT ' else '' end || 'CONVERSION ' || quote_ident(n.nspname) || '.' || quote_ident(v.conname)
         || ' FOR ' || quote_literal(pg_encoding_to_char(v.conforencoding)) || ' TO ' || quote_literal(pg_encoding_to_char(v.contoencoding))
         || ' FROM ' || v.conproc::regproc, null, v.conowner, v.xmin
  from pg_conversion v join pg_namespace n on n.oid = v.connamespace
  union all
  select 'pg_ts_dict'::regclass, d.oid, 'text search dictionary', quote_ident(n.nspname) || '.' || quote_ident(d.dictname),
         'CREATE TEXT SEARCH DICTIONARY ' || quote_ident(n.nspname) || '.' || quote_ident(d.dictname) || ' (TEMPLATE = '
         || quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) || coalesce(', ' || d.dictinitoption, '') || ')',
         null, d.dictowner, d.xmin
  from pg_ts_dict d join pg_namespace n on n.oid = d.dictnamespace
  join pg_ts_template t on t.oid = d.dicttemplate join pg_namespace tn on tn.oid = t.tmplnamespace
  union all
  select 'pg_ts_config'::regclass, f.oid, 'text search configuration', quote_ident(n.nspname) || '.' || quote_ident(f.cfgname),
         'CREATE TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.' || quote_ident(f.cfgname) || ' (PARSER = '
         || quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) || ')'
         || coalesce((select string_agg(E';\nALTER TEXT SEARCH CONFIGURATION ' || quote_ident(n.nspname) || '.' || quote_ident(f.cfgname)
              || ' ADD MAPPING FOR ' || quote_ident(m.token) || ' WITH ' || m.dictionaries, '' order by m.token)
            from (select (select tt.alias from ts_token_type(f.cfgparser) tt where tt.tokid = w.maptokentype) as token,
                         string_agg(w.mapdict::regdictionary::text, ', ' order by w.mapseqno) as dictionaries
                  from pg_ts_config_map w where w.mapcfg = f.oid group by w.maptokentype) m), ''),
         null, f.cfgowner, f.xmin
  from pg_ts_config f join pg_namespace n on n.oid = f.cfgnamespace
  join pg_ts_parser p on p.oid = f.cfgparser join pg_namespace pn on pn.oid = p.prsnamespace
  where f.oid >= 16384
  union all
  select 'pg_event_trigger'::regclass, e.oid, 'event trigger', quote_ident(e.evtname),
         'CREATE EVENT TRIGGER ' || quote_ident(e.evtname) || ' ON ' || e.evtevent
         || coalesce(' WHEN TAG IN (' || (select string_agg(quote_literal(t), ', ') from unnest(e.evttags) t) || ')', '')
         || ' EXECUTE FUNCTION ' || e.evtfoid::regprocedure,
         case e.evtenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end, e.evtowner, e.xmin
  from pg_event_trigger e
  union all
  select 'pg_foreign_data_wrapper'::regclass, w.oid, 'foreign data wrapper', quote_ident(w.fdwname),
         'CREATE FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname)
         || case when w.fdwhandler <> 0 then ' HANDLER ' || w.fdwhandler::regproc else '' end
         || case when w.fdwvalidator <> 0 then ' VALIDATOR ' || w.fdwvalidator::regproc else '' end,
         null, w.fdwowner, w.xmin
  from pg_foreign_data_wrapper w
  union all
  select 'pg_foreign_server'::regclass, s.oid, 'server', quote_ident(s.srvname),
         'CREATE SERVER ' || quote_ident(s.srvname) || coalesce(' TYPE ' || quote_literal(s.srvtype), '')
         || coalesce(' VERSION ' || quote_literal(s.srvversion), '') || ' FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname)
         || coalesce(' OPTIONS (' || (select string_agg(quote_ident(x.option_name) || ' ' || quote_literal(x.option_value), ', ' order by x.option_name)
              from pg_options_to_table(s.srvoptions) x where x.option_name !~* '(pass|secret|token|key)') || ')', ''),
         null, s.srvowner, s.xmin
  from pg_foreign_server s join pg_foreign_data_wrapper w on w.oid = s.srvfdw)
select f.oid::bigint << 11 as id, f.kind, f.name, f.definition, f.enabled, pg_get_userbyid(f.owner) as owner, f.xmin::text::bigint as xid
from found f
where f.oid >= 16384 and not (:lab and coalesce(f.owner, 0) = 10)
  and not exists (select from pg_depend e where e.classid = f.class and e.objid = f.oid and e.deptype in ('e', 'i'))
