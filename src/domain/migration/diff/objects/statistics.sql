select s.id, r.id as parent_id, s.full_name as name, s.definition as "definition", s.target as "target", s.owner, c.comment
from statistics_objects s join relations r on r.id = s.relation_id left join comments c on c.object_id = s.id
where s.database_id = ?1 and not r.is_extension
