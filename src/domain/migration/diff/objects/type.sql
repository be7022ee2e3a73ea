select t.id, quote_ident(t.schema) || '.' || quote_ident(t.typname) as name, t.kind, t.base_type as "base type",
       t.collation as "collation", t.default_expression as "default", case when t.not_null then 'yes' end as "not null", t.definition as "definition",
       (select group_concat(quote_literal(v.value), ', ') from (select value from enum_values where type_id = t.id order by position) v)
         as "values",
       (select group_concat(a.name || ' ' || a.type || coalesce(' COLLATE ' || a.full_collation, ''), ', ')
        from (select a.* from relations r join attributes a on a.relation_id = r.id
              where r.database_id = t.database_id and r.kind = 'composite' and r.schema = t.schema and r.relname = t.typname
              order by a.number) a) as "attributes",
       t.owner, t.comment
from types t where t.database_id = ?1 and not t.is_extension
