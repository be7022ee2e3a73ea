-- id: joint/deleted-rows-read    title: queries that forget the mark of deletion    since: 0.1
-- effect: correctness    severity: note    default: on    fix: none
-- basis: the other queries of the workload
with minding as (
  select m.id as mark_id, m.relation_id, m.name as mark, m.living, count(distinct c.query_id) as queries
  from deletion_marks m join query_columns c on c.attribute_id = m.id and c.role in ('fixed', 'equality')
  group by m.id),
forgetting as (
  select m.*, u.id as use_id, u.query_id
  from minding m join query_tables u on u.relation_id = m.relation_id and u.usage = 'read'
  where not exists (select 1 from query_columns c where c.query_id = u.query_id and c.attribute_id = m.mark_id)
    and not u.reads_all
    -- One row by its key is what was asked for, deleted or not; so is what another row refers to.
    and not exists (select 1 from plain_unique_indexes i where i.relation_id = m.relation_id
                      and not exists (select 1 from index_keys k where k.index_id = i.id and k.is_key
                                        and not exists (select 1 from query_columns c join attributes a on a.id = c.attribute_id
                                                        where c.use_id = u.id and a.number = k.number and c.role in ('equality', 'join')))))
select f.query_id as subject, t.name || '(' || f.mark || ')' as object, q.file, q.line, q.evidence as evidence,
       q.said || ' also reads the deleted rows of ' || t.name || ': ' || f.queries || ' other queries ask for ' || f.living || ', this one does not' as message,
       f.mark_id || ':' as cause
from forgetting f
join workload q on q.id = f.query_id and q.kind = 'select'
join tables t on t.id = f.relation_id
where f.queries >= 2 and f.queries > (select count(distinct o.query_id) from forgetting o where o.mark_id = f.mark_id)
  and not t.row_security;
