select r.prpubid::bigint << 11 as publication_id, r.prrelid::bigint << 11 as relation_id, null::name as schema,
       /*150000+*/ (select string_agg(quote_ident(a.attname), ', ' order by u.i) from unnest(r.prattrs) with ordinality u(num, i)
        join pg_attribute a on a.attrelid = r.prrelid and a.attnum = u.num) /*else*/ null::text /*end*/ as columns,
       /*150000+*/ pg_get_expr(r.prqual, r.prrelid) /*else*/ null::text /*end*/ as filter
from pg_publication_rel r
/*150000+*/ union all
select s.pnpubid::bigint << 11, null, n.nspname, null, null
from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid /*end*/
