-- id: postgres/soft-delete-unindexed    title: indexes that hold deleted rows which nobody reads    since: 0.1
-- effect: cost    severity: note    default: on    fix: unsafe    optional: statistics
-- basis: PostgreSQL manual 11.8
with living as (
  select m.id as mark_id, m.relation_id, m.name as mark, m.living, u.id as use_id, u.query_id
  from deletion_marks m
  join query_tables u on u.relation_id = m.relation_id and u.usage <> 'insert'
  join query_columns c on c.use_id = u.id and c.attribute_id = m.id and c.role = 'fixed' and c.condition in (m.living, m.name || ' = false')),
counted as (
  select l.*, count(distinct l.query_id) as living_queries,
         -- Queries of the table that read it without the mark.
         (select count(distinct o.query_id) from query_tables o where o.relation_id = l.relation_id and o.usage <> 'insert'
            and not exists (select 1 from living x where x.query_id = o.query_id)) as other_queries
  from living l group by l.mark_id),
-- Ordinary indexes that only queries of living rows can use.
idle as (
  select c.mark_id, i.id as index_id, i.name, i.relname, i.definition, i.relation_id
  from counted c join indexes i on i.relation_id = c.relation_id and i.is_valid and i.method = 'btree' and not i.is_unique and i.predicate is null
  join index_keys k on k.index_id = i.id and k.position = 1 and k.number <> 0
  -- More than one query, so that it is a habit.
  where (select count(distinct l.query_id) from living l join query_columns q on q.use_id = l.use_id join attributes a on a.id = q.attribute_id
         where l.mark_id = c.mark_id and a.number = k.number and a.id <> c.mark_id and q.role in ('equality', 'range', 'join', 'order')) >= 2
    and not exists (select 1 from query_tables o join query_columns q on q.use_id = o.id join attributes a on a.id = q.attribute_id
                    where o.relation_id = c.relation_id and a.number = k.number and q.role in ('equality', 'range', 'join', 'order')
                      and not exists (select 1 from living l where l.use_id = o.id))
    -- A check of a foreign key looks at every row.
    and not exists (select 1 from foreign_key_service f where f.serving_index_id = i.id))
select c.mark_id as subject, d.name as object, q.file, q.line, q.evidence as evidence,
       d.name || ' also holds the deleted rows of ' || t.name || ', and every query that can use it asks for ' || c.living || ': '
         || q.said || case c.living_queries when 1 then '' else ' and ' || (c.living_queries - 1) || ' more' end as message,
       'index the living rows only' as fix_title,
       case when t.kind <> 'partitioned' then 'CREATE INDEX CONCURRENTLY ' || quote_ident(substr(d.relname, 1, 56) || '_living') || substr(d.definition, instr(d.definition, ' ON '))
         || ' WHERE ' || c.living || ';' || char(10) || drop_index(d.index_id) end as fix
from counted c
join idle d on d.mark_id = c.mark_id
join tables t on t.id = c.relation_id
join workload q on q.id = (select l.query_id from living l join queries x on x.id = l.query_id where l.mark_id = c.mark_id order by x.share desc, x.id limit 1)
left join column_statistics s on s.attribute_id = c.mark_id
-- Hardly anything is deleted: the index is as large either way.
where coalesce(s.null_fraction, 0) < 0.9
group by c.mark_id, d.index_id;
