select r.id, quote_ident(r.schema) || '.' || quote_ident(r.relname) as name, r.kind, r.definition as "definition",
       r.options as "options", r.access_method as "access method", r.tablespace as "tablespace",
       (select group_concat(a.name || ' ' || quote_literal(a.comment), ', ') from attributes a
        where a.relation_id = r.id and a.comment is not null) as "column comments",
       (select group_concat(a.name || ' ' || a.default_expression, ', ') from attributes a
        where a.relation_id = r.id and a.default_expression is not null) as "column defaults",
       r.owner, r.comment,
       (select group_concat(a.column, char(10)) from (select a.name || ' ' || a.type || coalesce(' ' || a.full_collation, '') as column
          from attributes a where a.relation_id = r.id order by a.number) a) as _columns
from relations r
where r.database_id = ?1 and r.kind in ('view', 'materialized') and not r.is_extension and r.persistence <> 'temporary'
