-- What a partition or a child has from its parent is derived: made, changed and dropped with the parent's.
select c.id, coalesce(r.id, t.id) as parent_id,
       c.name || ' on ' || coalesce(quote_ident(r.schema) || '.' || quote_ident(r.relname), quote_ident(t.schema) || '.' || quote_ident(t.typname))
         as name,
       c.type as "kind", case when c.is_validated then c.definition else replace(c.definition, ' NOT VALID', '') end as "definition",
       case when c.is_validated then 'yes' end as "validated", i.options as "index options", c.comment, c.name as _bare,
       case when t.id is not null then 1 end as _of_domain, c.expression as _expression,
       case when c.parent_id is not null or c.inherited_count > 0 then 1 end as _derived
from constraints c
left join relations r on r.id = c.relation_id left join types t on t.id = c.type_id
left join indexes i on i.constraint_id = c.id
where c.database_id = ?1 and c.type in ('primary', 'unique', 'foreign', 'check', 'exclusion')
  and not coalesce(r.is_extension, t.is_extension) and coalesce(r.persistence, '') <> 'temporary'
