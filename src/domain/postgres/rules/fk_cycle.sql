-- id: postgres/fk-cycle    title: tables that need each other's rows first    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: first_row
-- basis: PostgreSQL manual, SET CONSTRAINTS
with recursive required (id, child, parent) as (
  select f.id, f.child_id, f.parent_table_id
  from foreign_keys f
  where f.child_id <> f.parent_table_id and not f.is_deferrable
    and not exists (select 1 from foreign_key_columns c where c.constraint_id = f.id and not c.not_null)),
-- Only tables on both sides of such keys can be in a cycle.
inner_edge as (select * from required where child in (select parent from required) and parent in (select child from required)),
reach (start, at) as (
  select child, parent from inner_edge
  union
  select r.start, e.parent from reach r join inner_edge e on e.child = r.at),
cyclic as (
  select e.*, (select min(r.at) from reach r join reach b on b.start = r.at and b.at = e.child where r.start = e.child) as cycle
  from inner_edge e where exists (select 1 from reach r where r.start = e.parent and r.at = e.child)),
-- The key that was added last closed the cycle.
closing as (select cycle, max(id) as id, count(distinct child) as size from cyclic group by cycle),
-- Without the keys that lead from an older table to a younger one, no way leads back, however many cycles share these tables.
cuts as (
  select e.cycle, group_concat('ALTER TABLE ' || f.child || ' ALTER CONSTRAINT ' || f.name || ' DEFERRABLE INITIALLY IMMEDIATE;', char(10)) as statements
  from cyclic e join foreign_keys f on f.id = e.id where e.child < e.parent group by e.cycle)
select f.id as subject, f.path as object, f.file, f.line,
       'a row of ' || f.child || ' needs a row of ' || f.parent || ' first, and that one needs '
         || case when k.size = 2 then 'a row of ' || f.child else 'in the end (over ' || k.size || ' tables) one of ' || f.child end
         || ': neither table can get its first row by an INSERT of its own' as message,
       'check at the end of the transaction when asked to' as fix_title,
       x.statements as fix
from closing k join foreign_keys f on f.id = k.id join cuts x on x.cycle = k.cycle;
