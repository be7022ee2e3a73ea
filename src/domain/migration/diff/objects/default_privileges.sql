-- Of the database's owner they are of whoever applies the statements.
select d.id, coalesce(nullif(d.role, f.owner), 'the owner') || ' ' || d.object_kind || coalesce(' in ' || quote_ident(d.schema), '') as name,
       d.rights as "rights", nullif(d.role, f.owner) as _role, d.schema as _schema, d.object_kind as _kind
from default_rights d left join database_facts f on f.database_id = d.database_id
where d.database_id = ?1
