select o.id, o.kind || ' ' || o.name as name, o.kind, o.definition as "definition", o.enabled as "enabled", o.owner, c.comment, o.name as _bare
from other_objects o left join comments c on c.object_id = o.id
where o.database_id = ?1
