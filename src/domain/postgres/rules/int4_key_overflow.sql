-- id: postgres/int4-key-overflow    title: integer keys that run out of values    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: sequence_limit
-- optional: rows, statistics    basis: PostgreSQL manual 8.1, 9.17
with fed as (
  select c.*, q.id as sequence_id, q.name as sequence, q.type as sequence_type, q.owned_as,
         coalesce(q.last_value, q.start - q.increment) as used,
         min(q.maximum, case c.type_name when 'int2' then 32767 else 2147483647 end) as highest
  from columns c join sequence_uses u on u.attribute_id = c.id join sequences q on q.id = u.sequence_id
  where c.type_name in ('int2', 'int4') and q.increment > 0 and not q.cycles),
unfed as (
  -- Ids given by the application: counted upwards when they lie close.
  select c.*, null as sequence_id, null as sequence, null as sequence_type, null as owned_as, cast(p.maximum as integer) as used,
         case c.type_name when 'int2' then 32767 else 2147483647 end as highest
  from columns c join keys k on k.relation_id = c.relation_id and k.type = 'primary' and k.numbers = c.number
  join column_profile p on p.attribute_id = c.id
  where c.type_name in ('int2', 'int4') and not exists (select 1 from sequence_uses u where u.attribute_id = c.id)
    and p.rows >= 0.01 * (p.maximum - p.minimum) and p.rows >= 1000),
used as (
  select f.*, s.inserts / nullif(d.statistics_days, 0) as a_day, d.statistics_days, s.inserts
  from (select * from fed union all select * from unfed) f
  left join relation_statistics s on s.relation_id = f.relation_id
  left join database_statistics d on d.database_id = f.database_id),
judged as (
  select *, 100.0 * used / highest as percent,
         case when statistics_days >= 7 and inserts >= 10000 then (highest - used) / a_day end as days_left
  from used where used > 0)
select id as subject, path as object, file, line,
       case when sequence is null then 'the application' else 'sequence ' || sequence end || ' has used ' || cast(percent as integer) || ' % of the values that '
         || name || ' (' || type || ') can hold: ' || case when used >= highest then 'inserts fail now' else 'inserts fail after '
         || (highest - used) || ' more' || coalesce(', in about ' || cast(days_left as integer) || ' days at ' || cast(a_day as integer) || ' rows a day', '') end as message,
       case when percent >= 90 or days_left < 180 then 'error' when percent >= 75 or days_left < 730 then 'warning' else 'note' end as severity,
       'widen the key to bigint' as fix_title,
       case when id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || table_name || ' ALTER COLUMN ' || name || ' TYPE bigint;' end
         || case when owned_as = 'serial' and sequence_type <> 'bigint' then char(10) || 'ALTER SEQUENCE ' || sequence || ' AS bigint;' else '' end as fix
from judged
where percent >= 50 or days_left < 730;
