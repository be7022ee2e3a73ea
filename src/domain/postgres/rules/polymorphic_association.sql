-- id: postgres/polymorphic-association    title: references whose table stands in a column    since: 0.1
-- effect: correctness    severity: note    default: on    fix: none    prover: nothing_refuses
-- basis: Karwin, SQL Antipatterns, chapter 7
with pairs as (
  select k.relation_id, k.id as type_id, i.id as id_id, k.name as type_name, i.name as id_name, k.number, k.file, k.line, k.table_name,
         k.database_id, i.type_name as id_type
  from columns k join columns i on i.relation_id = k.relation_id
  where words(k.attname) like '% type' and words(i.attname) = substr(words(k.attname), 1, length(words(k.attname)) - 4) || 'id'
    and (k.type_name in ('text', 'varchar', 'citext', 'bpchar')
         -- An enum most of whose values name tables, or it is a kind of its own: one value can be called like a table by chance.
         or k.category = 'E' and (select 2 * sum(exists (select 1 from tables t where t.database_id = k.database_id
                                                           and lower(t.relname) like replace(lower(v.value), '_', '') || '%')) > count(*)
                                  from enum_values v where v.type_id = k.type_id))
    and i.type_name in ('int4', 'int8', 'uuid', 'text', 'varchar')
    and words(k.attname) not in ('content type', 'mime type', 'media type', 'grant type', 'token type')
    and not has_word(k.table_relname, 'log logs audit audits event events history versions archive activity activities outbox queue jobs')
    and not exists (select 1 from foreign_key_columns f where f.attribute_id = i.id)
    and not exists (select 1 from foreign_key_columns f where f.attribute_id = k.id))
select p.type_id as subject, p.table_name || '(' || p.type_name || ', ' || p.id_name || ')' as object, p.file, p.line,
       p.id_name || ' refers to the table that ' || p.type_name || ' names: no foreign key can hold it, so rows stay behind when what they belong to is deleted' as message,
       case when (select count(*) from pairs o where o.database_id = p.database_id) >= 3 then p.database_id || ':polymorphic' end as cause
from pairs p
group by p.relation_id, p.type_id;
