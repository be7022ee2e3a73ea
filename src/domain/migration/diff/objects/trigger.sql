select g.id, r.id as parent_id, g.name || ' on ' || quote_ident(r.schema) || '.' || quote_ident(r.relname) as name,
       g.definition as "definition", g.enabled as "enabled", c.comment, g.name as _bare,
       case when g.parent_id is not null then 1 end as _derived
from triggers g join relations r on r.id = g.relation_id left join comments c on c.object_id = g.id
where g.database_id = ?1 and not r.is_extension
