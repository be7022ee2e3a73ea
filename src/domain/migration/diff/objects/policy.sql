select y.id, r.id as parent_id, y.name || ' on ' || quote_ident(r.schema) || '.' || quote_ident(r.relname) as name,
       case when y.is_permissive then 'yes' end as "permissive", y.command as "command", y.roles as "roles", y.using_expression as "using",
       y.check_expression as "with check", c.comment, y.name as _bare
from policies y join relations r on r.id = y.relation_id left join comments c on c.object_id = y.id
where y.database_id = ?1 and not r.is_extension
