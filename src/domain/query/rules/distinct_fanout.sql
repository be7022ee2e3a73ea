-- id: query/distinct-fanout    title: joins that multiply rows for DISTINCT to remove    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.3.3, DISTINCT; 9.23.1, EXISTS
with deduplicated as (
    select n.*, c.type as input_type, c.width as input_width, c.rows_total as input_rows, c.id as input_id
    from heavy_branches n
    join plan_nodes c on c.parent_id = n.id and c.relationship = 'Outer')
select n.id as subject, n.path as object,
       printf('the join makes %,d rows, of which %,d different ones are left', n.input_rows, n.rows_total) as message,
       e.branch as evidence
from deduplicated n
-- DISTINCT over sorted rows sorts them first.
left join plan_nodes c on c.parent_id = n.input_id and n.input_type = 'Sort'
join node_evidence e on e.node_id = n.id
-- An aggregate would make the row wider than its input, or be said in the output.
where (n.type = 'Unique' or (n.type = 'Aggregate' and n.strategy = 'Hashed' and n.partial_mode is not 'Partial' and n.width <= n.input_width
                             and coalesce(n.output, '') not like '%(%' and n.group_key like '%,%'))
  and coalesce(c.type, n.input_type) in ('Nested Loop', 'Hash Join', 'Merge Join')
  and n.input_rows > 1000 and n.rows_total < 0.2 * n.input_rows;
