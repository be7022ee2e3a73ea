-- id: postgres/column-padding    title: columns whose order wastes room    since: 0.1
-- effect: cost    severity: note    default: on    fix: manual    prover: packed_columns
-- basis: PostgreSQL manual 73.6, 8.1 storage
with recursive large as (
  select r.*, s.bytes, s.row_estimate as rows from relations r join relation_statistics s on s.relation_id = r.id
  where r.kind = 'table' and not r.is_extension and s.bytes >= 1073741824 and s.row_estimate > 0),
sized as (
  select l.id as relation_id, a.number, a.name,
         case when a.width > 0 then a.width else c.average_width end as bytes,
         -- A short value has a header of one byte and is not aligned.
         case when a.width < 0 and c.average_width < 127 then 1 when a.alignment = 'd' then 8 when a.alignment = 'i' then 4 when a.alignment = 's' then 2 else 1 end as step,
         a.width < 0 and c.attribute_id is null or coalesce(c.null_fraction, 0) > 0.5 as is_unknown
  from large l join attributes a on a.relation_id = l.id left join column_statistics c on c.attribute_id = a.id),
ordered as (
  select relation_id, 'now' as layout, row_number() over (partition by relation_id order by number) as place, bytes, step, name from sized
  union all
  select relation_id, 'best', row_number() over (partition by relation_id order by step desc, number), bytes, step, name from sized),
laid (relation_id, layout, place, at) as (
  select relation_id, layout, 0, 0.0 from ordered where relation_id not in (select relation_id from sized where is_unknown) group by 1, 2
  union all
  select o.relation_id, o.layout, o.place, cast((l.at + o.step - 0.001) / o.step as integer) * o.step + o.bytes
  from laid l join ordered o on o.relation_id = l.relation_id and o.layout = l.layout and o.place = l.place + 1),
-- A header of 23 bytes, then the columns, all to a multiple of 8.
compared as (
  select relation_id, max(case layout when 'now' then bytes end) as now, max(case layout when 'best' then bytes end) as best
  from (select relation_id, layout, 8 * cast((24 + max(at) + 7.999) / 8 as integer) as bytes from laid group by 1, 2) group by 1)
select l.id as subject, l.name as object,
       'a row takes ' || c.now || ' bytes, and ' || c.best || ' with the wide columns first: about '
         || cast((c.now - c.best) * l.rows / 1048576 as integer) || ' MB of ' || cast(l.bytes / 1048576 as integer) || ' are gaps between columns' as message,
       'write it anew in this order' as fix_title,
       'CREATE TABLE ' || quote_ident(substr(l.relname, 1, 56) || '_packed') || ' AS SELECT '
         || (select group_concat(name, ', ') from (select o.name from ordered o where o.relation_id = l.id and o.layout = 'best' order by o.place))
         || ' FROM ' || l.name || ';' as fix
from compared c join large l on l.id = c.relation_id
where c.now - c.best >= 8 and (c.now - c.best) * l.rows >= 0.05 * l.bytes;
