-- id: postgres/orphan-rows    title: rows that refer to what is gone    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: none    prover: undeclared_reference
-- basis: PostgreSQL manual 5.4.5
select c.id as subject, c.path as object, c.file, c.line,
       n.orphans || ' of ' || n.filled || ' rows have a ' || c.name || ' that is not in ' || p.path || ' (' || n.orphan_values || ' value'
         || case n.orphan_values when 1 then '' else 's' end || '): no foreign key holds them to it' as message,
       'SELECT: SELECT * FROM ' || c.table_name || ' c WHERE ' || c.name || ' IS NOT NULL AND NOT EXISTS (SELECT FROM ' || p.table_name
         || ' p WHERE p.' || p.name || ' = c.' || c.name || ');' as evidence
from reference_candidates r
join reference_counts n on n.attribute_id = r.attribute_id
join columns c on c.id = r.attribute_id
join columns p on p.id = r.referenced_attribute_id
where r.evidence in ('name', 'prefix', 'self')
  and n.filled >= 20 and n.different >= 5 and n.orphans > 0 and n.orphans <= 0.05 * n.filled;
