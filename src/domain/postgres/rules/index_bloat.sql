-- id: postgres/index-bloat    title: indexes that are mostly empty space    since: 0.1
-- effect: cost    severity: note    default: on    fix: safe
-- basis: PostgreSQL manual 24.2, 73.6
with measured as (
  select i.*, s.bytes, s.row_estimate as rows,
         coalesce(cast(nullif(substr(i.options, instr(i.options, 'fillfactor=') + 11 * (instr(i.options, 'fillfactor=') > 0), 3), '') as integer), 0) as fill
  from indexes i join index_statistics s on s.index_id = i.id
  where i.method = 'btree' and not i.is_extension and i.is_valid and s.bytes >= 134217728 and s.row_estimate > 0),
entries as (
  -- Header of 8 bytes, the keys, all to 8, and a line pointer of 4.
  select m.id, 8 * cast((8 + sum(case when a.width > 0 then a.width else c.average_width end * (1 - coalesce(c.null_fraction, 0))) + 7.999) / 8 as integer) + 4 as bytes,
         -- From 13 on, equal keys share one entry.
         not m.is_unique and max(case when k.position = 1 and k.is_key then
           case when c.distinct_values < 0 then -c.distinct_values else c.distinct_values / m.rows end end) < 0.5 as shares
  from measured m
  join index_keys k on k.index_id = m.id
  left join attributes a on a.relation_id = m.relation_id and a.number = k.number
  left join column_statistics c on c.attribute_id = a.id
  group by m.id
  having sum(k.number = 0) = 0 and sum(c.attribute_id is null) = 0),
judged as (
  select m.*, m.rows * e.bytes / (8152.0 * case when m.fill between 10 and 100 then m.fill else 90 end / 100) * 8192 as needed
  from measured m join entries e on e.id = m.id where not e.shares)
select j.id as subject, j.name as object,
       'takes ' || cast(j.bytes / 1048576 as integer) || ' MB where about ' || cast(j.needed / 1048576 as integer) || ' MB would do for its ' || cast(j.rows as integer)
         || ' entries: ' || cast(100 - 100 * j.needed / j.bytes as integer) || ' % is empty space' as message,
       'build it anew' as fix_title,
       'REINDEX INDEX CONCURRENTLY ' || j.name || ';' as fix
from judged j
where j.bytes - j.needed >= 104857600 and j.needed < 0.6 * j.bytes
order by j.bytes - j.needed desc;
