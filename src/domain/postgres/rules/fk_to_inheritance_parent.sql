-- id: postgres/fk-to-inheritance-parent    title: foreign keys to tables with inheriting children    since: 0.1
-- effect: correctness    severity: error    default: on    fix: none    prover: loose_reference
-- basis: PostgreSQL manual 5.10.1
select f.id as subject, f.path as object, f.file, f.line,
       'tables inherit from ' || f.parent || ': SELECT finds their rows in it, the foreign key does not, so no row of ' || f.child || ' can refer to them' as message
from foreign_keys f
join relations p on p.id = f.parent_table_id
where p.has_children > 0 and p.kind = 'table';
