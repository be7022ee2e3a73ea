-- id: postgres/sequence-behind-data    title: sequences behind the values they should continue    since: 0.1
-- effect: correctness    severity: error    default: on    fix: safe    prover: next_value
-- basis: PostgreSQL manual 9.17
with next as (
  -- The position was read after the largest value: on a live system a healthy sequence is never behind it.
  select q.*, coalesce(w.last_value + q.increment, q.start) as value
  from sequences q join sequence_positions w on w.sequence_id = q.id)
select q.id as subject, c.path as object, c.file, c.line,
       'sequence ' || q.name || ' goes on with ' || q.value || ', but ' || c.name || ' holds values up to ' || cast(p.maximum as integer)
         || ': inserts fail as duplicates when it meets them' as message,
       -- A lone far value, as made up for a special row, is met late or never.
       case when p.maximum - q.value > 1000 + 1000 * p.rows then 'note' else 'error' end as severity,
       'continue behind the largest value' as fix_title,
       'SELECT setval(' || quote_literal(q.name) || ', (SELECT max(' || c.name || ') FROM ' || c.table_name || '));' as fix
from sequence_uses u
join next q on q.id = u.sequence_id
join columns c on c.id = u.attribute_id
join column_profile p on p.attribute_id = c.id
where q.increment > 0 and not q.cycles and p.maximum >= q.value
  and exists (select 1 from plain_unique_indexes i where i.relation_id = c.relation_id and i.numbers = cast(c.number as text))
group by q.id;
