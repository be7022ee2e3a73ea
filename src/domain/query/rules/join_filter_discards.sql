-- id: query/join-filter-discards    title: joins that pair rows only to throw the pairs away    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 14.1.2, EXPLAIN ANALYZE: Rows Removed by Join Filter
select n.id as subject, n.path as object,
       printf('pairs %,d rows to keep %,d: %s', n.removed_by_join_filter + n.rows_total, n.rows_total, n.join_filter) as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where n.removed_by_join_filter > 10000 and n.removed_by_join_filter > 9 * n.rows_total
  and n.join_filter not like '%SubPlan%'
  and not exists (select 1 from plan_nodes c where c.parent_id = n.id and c.relationship = 'Inner' and c.type in ('CTE Scan', 'Seq Scan'));
