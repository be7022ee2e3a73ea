-- id: postgres/partition-missing-next    title: partitioned tables without a partition for the next rows    since: 0.1
-- effect: correctness    severity: error    default: on    fix: safe    prover: partition_insert
-- basis: PostgreSQL manual 5.11.2
with bounds as (
  select c.parent_id, date(substr(c.partition_bound, instr(c.partition_bound, 'FROM (''') + 7, 10)) as low,
         date(substr(c.partition_bound, instr(c.partition_bound, 'TO (''') + 5, 10)) as high,
         case when c.partition_bound = 'DEFAULT' or c.partition_bound like '%TO (MAXVALUE%' then 1 else 0 end as is_open
  from relations c where c.is_partition),
newest as (
  select b.parent_id, max(b.high) as high, (select n.low from bounds n where n.parent_id = b.parent_id order by n.high desc limit 1) as low
  from bounds b group by b.parent_id having max(b.is_open) = 0 and max(b.high) is not null),
periods as (
  select n.*, cast(julianday(n.high) - julianday(n.low) as integer) as days,
         case when substr(n.low, 9) = '01' and substr(n.high, 9) = '01' then 1 else 0 end as is_monthly from newest n),
steps as (
  select p.*, case when p.is_monthly then ((cast(substr(p.high, 1, 4) as integer) - cast(substr(p.low, 1, 4) as integer)) * 12
                     + cast(substr(p.high, 6, 2) as integer) - cast(substr(p.low, 6, 2) as integer)) || ' months'
                   else p.days || ' days' end as step from periods p where p.days > 0)
select t.id as subject, t.name as object, t.file, t.line,
       'the last partition ends before ' || s.high || ' and there is no default: '
         || case when s.high <= date('now') then 'since then no row of the day can be inserted'
                 else 'from then on every insert fails' end as message,
       'make the partition that comes next' as fix_title,
       case when date('now', '+' || s.step) < date(s.high, '+' || s.step, '+' || s.step) then
         'CREATE TABLE ' || case when t.schema = 'public' then '' else quote_ident(t.schema) || '.' end
           || quote_ident(t.relname || '_' || replace(s.high, '-', '_')) || ' PARTITION OF ' || t.name || ' FOR VALUES FROM ('''
           || s.high || ''') TO (''' || date(s.high, '+' || s.step, '+' || s.step) || ''');' end as fix
from steps s
join tables t on t.id = s.parent_id
join attributes a on a.relation_id = t.id and t.partition_key = 'RANGE (' || a.name || ')' and a.type_name in ('date', 'timestamp', 'timestamptz')
where s.high < date('now', '+' || s.step)
  -- Somebody makes partitions: the extension, or a function or procedure.
  and not exists (select 1 from extensions e where e.database_id = t.database_id and e.name in ('pg_partman', 'timescaledb'))
  and not exists (select 1 from functions f where f.database_id = t.database_id and matches(f.body, 'partition\s+of|attach\s+partition'));
