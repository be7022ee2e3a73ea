-- id: joint/join-types-differ    title: joins of columns whose types differ    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 10.2
with pairs as (
  select query_id, attribute_id as cast_id, other_attribute_id as other_id from query_joins
  union select query_id, other_attribute_id, attribute_id from query_joins),
asked as (
  select p.*, row_number() over (partition by p.cast_id, p.other_id order by q.share desc, q.id) as place, q.said, q.file, q.line, q.evidence
  from pairs p join workload q on q.id = p.query_id)
select c.id as subject, c.path as object, a.file, a.line, a.evidence as evidence,
       a.said || ' compares ' || c.path || ', ' || c.type || ', with ' || o.path || ', ' || o.type || ': the first is cast row by row, and '
         || i.name || ' does not serve the join' as message,
       'give both the same type' as fix_title,
       'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE ' || o.type || ';' as fix
from asked a
join columns c on c.id = a.cast_id
join columns o on o.id = a.other_id
join indexes i on i.relation_id = c.relation_id and i.is_valid
join index_keys k on k.index_id = i.id and k.position = 1 and k.number = c.number
where a.place = 1
  -- PostgreSQL casts to the wider kind: numbers to numeric, then to floating point; padded text to text.
  and (c.type_name in ('int2', 'int4', 'int8') and o.type_name in ('numeric', 'float4', 'float8')
       or c.type_name = 'numeric' and o.type_name in ('float4', 'float8')
       or c.type_name = 'bpchar' and o.type_name in ('text', 'varchar'))
  -- Said by fk-type-mismatch.
  and not exists (select 1 from foreign_key_columns f where f.attribute_id = c.id and f.referenced_attribute_id = o.id
                                                         or f.attribute_id = o.id and f.referenced_attribute_id = c.id)
group by c.id, o.id;
