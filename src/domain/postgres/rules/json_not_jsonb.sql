-- id: postgres/json-not-jsonb    title: json where jsonb is meant    since: 0.1
-- effect: speed    severity: note    default: on    fix: unsafe    prover: type_behaviour
-- basis: PostgreSQL manual 8.14
with texts as (
  select c.*, (select min(i.name) from index_keys k join indexes i on i.id = k.index_id
               where i.relation_id = c.relation_id and k.expression like '%' || c.name || '%' and k.expression like '%->%') as index_name
  from columns c
  where c.type_name = 'json' and not c.is_inherited
    and not has_word(c.attname, 'raw body audit webhook original request response verbatim signature signed message received log')
    and not has_word(c.table_relname, 'audit webhook webhooks log logs raw'))
select c.id as subject, c.path as object, c.file, c.line,
       'json is kept as text and parsed at each read; it has no =, so DISTINCT, GROUP BY and UNION fail'
         || coalesce('; index ' || c.index_name || ' reads into it', '') as message,
       case when c.index_name is not null then 'warning' else 'note' end as severity,
       'store it parsed' as fix_title,
       case when c.id not in (select attribute_id from bound_columns)
            then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE jsonb USING ' || c.name || '::jsonb;' end as fix,
       case when c.index_name is null then c.database_id || ':json' || case when c.id in (select attribute_id from bound_columns) then ':bound' else '' end end as cause
from texts c;
