select w.id, r.id as parent_id, w.name || ' on ' || quote_ident(r.schema) || '.' || quote_ident(r.relname) as name,
       w.definition as "definition", w.enabled as "enabled", c.comment, w.name as _bare
from rewrite_rules w join relations r on r.id = w.relation_id left join comments c on c.object_id = w.id
where w.database_id = ?1 and not r.is_extension
