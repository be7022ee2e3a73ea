-- id: postgres/table-inheritance    title: tables that inherit    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: key_across_children
-- basis: PostgreSQL manual 5.10.1: caveats
select t.id as subject, t.name as object, t.file, t.line,
       t.name || ' inherits from ' || p.name || ': keys and foreign keys of ' || p.name || ' do not hold across the two' as message,
       t.parent_id || ':inherits' as cause
from tables t join relations p on p.id = t.parent_id
where t.inherits > 0 and not t.is_partition;
