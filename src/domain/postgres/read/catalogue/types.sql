select t.oid::bigint << 11 as id, n.nspname as schema, t.typname,
       case when n.nspname = 'public' then quote_ident(t.typname)
            else quote_ident(n.nspname) || '.' || quote_ident(t.typname) end as name,
       case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range' else 'composite' end as kind,
       case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as base_type,
       t.typnotnull as not_null, coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) as default_expression, pg_get_userbyid(t.typowner) as owner,
       (e.objid is not null or (:lab and t.typowner = 10)) as is_extension,
       obj_description(t.oid, 'pg_type') as comment, t.xmin::text::bigint as xid,
       case when t.typtype = 'd' and t.typcollation <> b.typcollation then
         case when o.collnamespace = 'pg_catalog'::regnamespace then '' else quote_ident(cn.nspname) || '.' end
         || quote_ident(o.collname) end as collation,
       case when t.typtype = 'r' then 'CREATE TYPE ' || quote_ident(n.nspname) || '.' || quote_ident(t.typname)
         || ' AS RANGE (SUBTYPE = ' || format_type(r.rngsubtype, null)
         || case when q.opcdefault then '' else ', SUBTYPE_OPCLASS = ' || quote_ident(qn.nspname) || '.' || quote_ident(q.opcname) end
         || case when r.rngcollation = 0 or r.rngcollation = b2.typcollation then '' else ', COLLATION = ' || (select quote_ident(rn.nspname) || '.' || quote_ident(rc.collname) from pg_collation rc
            join pg_namespace rn on rn.oid = rc.collnamespace where rc.oid = r.rngcollation) end
         || case when r.rngcanonical = 0 then '' else ', CANONICAL = ' || r.rngcanonical::regproc end
         || case when r.rngsubdiff = 0 then '' else ', SUBTYPE_DIFF = ' || r.rngsubdiff::regproc end
         /*140000+*/ || ', MULTIRANGE_TYPE_NAME = ' || (select quote_ident(mn.nspname) || '.' || quote_ident(m.typname) from pg_type m
            join pg_namespace mn on mn.oid = m.typnamespace where m.oid = r.rngmultitypid) /*end*/
         || ')' end as definition
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
left join pg_type b on b.oid = t.typbasetype
left join pg_collation o on o.oid = t.typcollation
left join pg_namespace cn on cn.oid = o.collnamespace
left join pg_range r on r.rngtypid = t.oid
left join pg_type b2 on b2.oid = r.rngsubtype
left join pg_opclass q on q.oid = r.rngsubopc
left join pg_namespace qn on qn.oid = q.opcnamespace
left join pg_depend e on e.classid = 'pg_type'::regclass and e.objid = t.oid and e.deptype = 'e'
where (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
  and n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
