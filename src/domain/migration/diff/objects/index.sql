select i.id, r.id as parent_id, quote_ident(i.schema) || '.' || quote_ident(i.relname) as name, i.definition as "definition",
       case when i.is_valid then 'yes' end as "valid", i.tablespace as "tablespace", i.statistics_targets as "statistics targets", i.comment,
       r.kind as _on, case when i.is_unique then 1 end as _unique, case when i.parent_id is not null then 1 end as _derived
from indexes i join relations r on r.id = i.relation_id
where i.database_id = ?1 and i.constraint_id is null and not i.is_extension and not r.is_extension and r.persistence <> 'temporary'
