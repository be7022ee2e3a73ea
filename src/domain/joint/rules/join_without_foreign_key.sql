-- id: joint/join-without-foreign-key    title: joins that no foreign key backs    since: 0.1
-- effect: correctness    severity: note    default: on    fix: unsafe
-- basis: PostgreSQL manual 5.4.5
with pairs as (
  select query_id, attribute_id as child_id, other_attribute_id as parent_id from query_joins
  union select query_id, other_attribute_id, attribute_id from query_joins),
single_keys as (
  select a.id as attribute_id from plain_unique_indexes i join attributes a on a.relation_id = i.relation_id and i.numbers = a.number || ''),
asked as (
  select p.*, count(*) over (partition by p.child_id, p.parent_id) as queries,
         row_number() over (partition by p.child_id, p.parent_id order by q.share desc, q.id) as place, q.said, q.file, q.line, q.evidence
  from pairs p join workload q on q.id = p.query_id)
select c.id as subject, c.path as object, a.file, a.line, a.evidence as evidence,
       a.said || case a.queries when 1 then ' joins ' when 2 then ' and another query join ' else ' and ' || (a.queries - 1) || ' other queries join ' end
         || c.path || ' to ' || p.path || ', and no foreign key says that what it names is there' as message,
       'add the foreign key, then validate it' as fix_title,
       'ALTER TABLE ' || c.table_name || ' ADD FOREIGN KEY (' || c.name || ') REFERENCES ' || p.table_name || ' (' || p.name || ')'
         || case c.table_kind when 'partitioned' then ';' else ' NOT VALID;' end
         || case when exists (select 1 from search_keys k where k.relation_id = c.relation_id and k.number = c.number) then ''
                 else char(10) || create_index(c.relation_id, c.name) end as fix
from asked a
join columns c on c.id = a.child_id
join columns p on p.id = a.parent_id
where a.place = 1
  and a.parent_id in (select attribute_id from single_keys) and a.child_id not in (select attribute_id from single_keys)
  and (c.type_name = p.type_name or c.type_name in ('int2', 'int4', 'int8') and p.type_name in ('int2', 'int4', 'int8'))
  and not exists (select 1 from foreign_key_columns f where f.attribute_id in (c.id, p.id))
  -- Said by missing-foreign-key.
  and not exists (select 1 from reference_candidates r where r.attribute_id = c.id)
  -- One column for several tables: polymorphic-association.
  and not exists (select 1 from attributes k where k.relation_id = c.relation_id and c.attname like '%\_id' escape '\' and k.attname = substr(c.attname, 1, length(c.attname) - 2) || 'type')
  -- What outlives its parent, and what people share without referring to each other.
  and not has_word(c.table_relname, 'audit log logs history archive event events import staging raw')
  and not has_word(c.attname, 'email mail name slug title phone ip date day month year country language currency');
