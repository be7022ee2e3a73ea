-- id: query/bitmap-and    title: two indexes combined where one could do    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 11.5, Combining Multiple Indexes
with inputs as (
    select parent_id, sum(rows_total) as entries, group_concat(index_condition, ' and ') as conditions from plan_nodes
    where type = 'Bitmap Index Scan' group by parent_id)
select n.id as subject, parent.path as object,
       printf('reads %,d index entries to find %,d rows: one index on both columns finds them directly', i.entries, parent.rows_total) as message,
       'EXPLAIN: ' || i.conditions || coalesce(char(10) || e.branch, '') as evidence
from heavy_branches n
join nodes parent on parent.id = n.parent_id
join inputs i on i.parent_id = n.id
join node_evidence e on e.node_id = n.id
where n.type = 'BitmapAnd' and i.entries > 10 * parent.rows_total and i.entries > 1000
  and (not n.timed or n.inclusive_ms >= 0.3 * parent.inclusive_ms);
