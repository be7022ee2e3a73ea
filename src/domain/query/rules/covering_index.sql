-- id: query/covering-index    title: index scans that visit the table for a column or two    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 11.9, Index-Only Scans and Covering Indexes
select n.id as subject, n.path as object,
       printf('visits the table for each of %,d rows to fetch only %s', n.rows_total, n.output) as message,
       printf('EXPLAIN: %,d blocks' || char(10), n.exclusive_hit + n.exclusive_read) || coalesce(e.own, '') as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.type = 'Index Scan' and n.output is not null and n.filter is null and n.index_condition is not null
  -- Few columns, none of them calculated.
  and length(n.output) - length(replace(n.output, ',', '')) < 4 and n.output not like '%(%'
  and n.rows_total > 1000 and n.rows_total > 10 * n.loops and n.exclusive_hit + n.exclusive_read >= 0.9 * n.rows_total
  and not exists (select 1 from index_walks w where w.id = n.id);
