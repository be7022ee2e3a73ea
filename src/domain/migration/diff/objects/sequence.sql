-- Those of identity columns are facts of the columns.
select s.id, quote_ident(s.schema) || '.' || quote_ident(s.relname) as name, s.type as "type", s.start as "start",
       s.minimum as "minimum", s.maximum as "maximum", s.increment as "increment", case when s.cycles then 'yes' end as "cycles", s.cache as "cache",
       s.persistence as "persistence",
       quote_ident(r.schema) || '.' || quote_ident(r.relname) || '.' || a.name as "owned by", s.owner, s.comment
from sequences s
left join attributes a on a.id = s.owner_attribute_id left join relations r on r.id = a.relation_id
where s.database_id = ?1 and not s.is_extension and s.persistence <> 'temporary' and s.owned_as is not 'identity'
