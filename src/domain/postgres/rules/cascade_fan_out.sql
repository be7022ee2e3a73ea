-- id: postgres/cascade-fan-out    title: deletes that cascade far or into money    since: 0.1
-- effect: data_loss    severity: note    default: on    fix: manual    prover: rows_cascade
-- basis: PostgreSQL manual 5.4.5
with recursive step (constraint_id, parent, child) as (
  select f.id, f.parent_table_id, f.child_id from foreign_keys f where f.on_delete = 'cascade' and f.child_id <> f.parent_table_id),
reach (root, at) as (
  select parent, child from step
  union
  select r.root, s.child from reach r join step s on s.parent = r.at where s.child <> r.root),
fan as (
  select r.root, count(*) as tables, group_concat(t.name, ', ') as list
  from reach r join tables t on t.id = r.at group by r.root),
money as (
  select t.id, t.name from tables t
  where has_word(t.relname, 'payment payments refund refunds invoice invoices transaction transactions ledger charge charges payout payouts payroll accounting journal audit audits'))
select t.id as subject, t.name as object, t.file, t.line,
       'deleting a row of ' || t.name || ' deletes its rows in ' || case when f.tables = 1 then f.list else f.tables || ' tables' end
         || coalesce(', ' || (select group_concat(m.name, ' and ') from money m join reach r on r.at = m.id where r.root = t.id) || ' among them', '')
         || case when f.tables between 2 and 12 then ': ' || f.list else '' end as message,
       case when b.id is not null then 'refuse it where money or a trail begins' end as fix_title,
       case when b.id is not null then 'ALTER TABLE ' || b.child || ' DROP CONSTRAINT ' || b.name || ', ADD CONSTRAINT ' || b.name || ' '
              || replace(b.definition, 'ON DELETE CASCADE', 'ON DELETE RESTRICT') || ';' end as fix
from fan f
join tables t on t.id = f.root
-- The boundary: a key by which a row that is no money itself takes money rows along.
left join foreign_keys b on b.id = (select min(s.constraint_id) from step s join money m on m.id = s.child
                                    where s.parent = t.id and t.id not in (select id from money))
where b.id is not null
   -- The far ones: only where no other far one cascades into this table.
   or f.tables >= 5 and not exists (select 1 from reach r join fan o on o.root = r.root where r.at = t.id and r.root <> t.id and o.tables > f.tables);
