-- id: postgres/table-bloat    title: tables that are mostly empty space    since: 0.1
-- effect: cost    severity: note    default: on    fix: manual
-- basis: PostgreSQL manual 73.6, database page layout
with recursive large as (
  select r.*, s.bytes, s.row_estimate as rows, coalesce(r.fillfactor, 100) / 100.0 as fill
  from relations r join relation_statistics s on s.relation_id = r.id
  where r.kind in ('table', 'materialized') and not r.is_extension and s.bytes >= 1073741824 and s.row_estimate > 0),
-- Columns as they lie in the rows, with the average bytes that the planner's statistics know.
filled as (
  select l.id as relation_id, a.number, row_number() over (partition by l.id order by a.number) as place,
         case when a.width > 0 then a.width * (1 - coalesce(c.null_fraction, 0)) else c.average_width * (1 - c.null_fraction) end as bytes,
         -- A short value has a header of one byte and is not aligned.
         case when a.width < 0 and c.average_width < 127 then 1 when a.alignment = 'd' then 8 when a.alignment = 'i' then 4 when a.alignment = 's' then 2 else 1 end as step,
         coalesce(c.null_fraction, 0) as null_fraction, a.width < 0 and c.attribute_id is null as is_unknown
  from large l join attributes a on a.relation_id = l.id left join column_statistics c on c.attribute_id = a.id),
laid (relation_id, place, at) as (
  select relation_id, 0, 0.0 from filled group by relation_id having sum(is_unknown) = 0
  union all
  select f.relation_id, f.place,
         case when f.null_fraction >= 0.5 or f.step = 1 then l.at + f.bytes
              else cast((l.at + f.step - 0.001) / f.step as integer) * f.step + f.bytes end
  from laid l join filled f on f.relation_id = l.relation_id and f.place = l.place + 1),
row_size as (
  select l.relation_id,
         -- Header of 23 bytes and a bit for each column where some are NULL, then data, all to 8; and the line pointer.
         8 * cast((24 + case when f.has_nulls then 8 * ((f.columns + 7) / 64) else 0 end + max(l.at) + 7.999) / 8 as integer) + 4 as bytes
  from laid l join (select relation_id, count(*) as columns, max(null_fraction) > 0 as has_nulls from filled group by relation_id) f on f.relation_id = l.relation_id
  group by l.relation_id),
judged as (
  select l.*, l.rows * s.bytes / (8168.0 * l.fill) * 8192 as needed
  from large l join row_size s on s.relation_id = l.id)
select j.id as subject, j.name as object,
       'takes ' || case when j.bytes >= 10737418240 then cast(j.bytes / 1073741824 as integer) || ' GB' when j.bytes >= 1073741824 then round(j.bytes / 1073741824.0, 1) || ' GB' else cast(j.bytes / 1048576 as integer) || ' MB' end || ' where about ' || case when j.needed >= 10737418240 then cast(j.needed / 1073741824 as integer) || ' GB' when j.needed >= 1073741824 then round(j.needed / 1073741824.0, 1) || ' GB' else cast(j.needed / 1048576 as integer) || ' MB' end || ' would do for its ' || cast(j.rows as integer) || ' rows: '
         || cast(100 - 100 * j.needed / j.bytes as integer) || ' % is empty space' as message,
       'write it anew' as fix_title,
       'VACUUM (FULL, ANALYZE) ' || j.name || '; -- locks the table; pg_repack does the same without' as fix,
       case when j.is_partition then j.database_id || ':bloat:' || j.parent_id end as cause
from judged j
where j.bytes - j.needed >= 1073741824 and j.needed < 0.6 * j.bytes
order by j.bytes - j.needed desc;
