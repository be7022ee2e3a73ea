select a.id, r.id as parent_id, quote_ident(r.schema) || '.' || quote_ident(r.relname) || '.' || a.name as name,
       a.type as "type", a.full_collation as "collation", case when a.has_not_null then 'yes' end as "not null", a.default_expression as "default",
       a.generated as "generated", a.identity as "identity",
       case when s.id is not null then quote_ident(s.schema) || '.' || quote_ident(s.relname) end as "identity sequence",
       case when s.id is not null then 'START WITH ' || s.start || ' INCREMENT BY ' || s.increment || ' MINVALUE ' || s.minimum
         || ' MAXVALUE ' || s.maximum || ' CACHE ' || s.cache || case when s.cycles then ' CYCLE' else ' NO CYCLE' end end as "identity options",
       case when a.storage <> a.type_storage then a.storage end as "storage", a.compression as "compression",
       a.statistics_target as "statistics target", a.options as "options", a.foreign_options as "foreign options", a.comment,
       a.number as _number, case when a.inherited_count > 0 then 1 end as _inherited, a.name as _column,
       a.type_storage as _type_storage, a.category as _category
from attributes a join relations r on r.id = a.relation_id
left join sequences s on s.owner_attribute_id = a.id and s.owned_as = 'identity'
where a.database_id = ?1 and r.kind in ('table', 'partitioned', 'foreign') and not r.is_extension and r.persistence <> 'temporary'
order by a.relation_id, a.number
