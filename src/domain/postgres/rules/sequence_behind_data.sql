-- id: postgres/sequence-behind-data    title: sequences behind the values they should continue    since: 0.1
-- effect: correctness    severity: error    default: on    fix: safe    prover: next_value
-- basis: PostgreSQL manual 9.17
select q.id as subject, c.path as object, c.file, c.line,
       'sequence ' || q.name || ' would give ' || case when q.last_value is null then q.start else q.last_value + q.increment end
         || ', but the column holds values up to ' || p.maximum || ': the next inserts fail as duplicates' as message,
       'continue behind the largest value' as fix_title,
       'SELECT setval(' || quote_literal(q.name) || ', (SELECT max(' || c.name || ') FROM ' || c.table_name || '));' as fix
from sequence_uses u
join sequences q on q.id = u.sequence_id
join columns c on c.id = u.attribute_id
join column_profile p on p.attribute_id = c.id
join keys k on k.relation_id = c.relation_id and k.type in ('primary', 'unique') and k.numbers = c.number
where q.increment > 0 and not q.cycles and p.maximum is not null
  and cast(p.maximum as integer) >= case when q.last_value is null then q.start else q.last_value + q.increment end;
