-- id: query/union-dedup    title: UNION that finds no duplicate    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 7.4, Combining Queries
with inputs as (
    select n.id, case when c.type = 'Sort' then s.id else c.id end as append_id
    from heavy_branches n
    join plan_nodes c on c.parent_id = n.id and c.relationship = 'Outer'
    left join plan_nodes s on s.parent_id = c.id
    where n.type in ('Unique', 'Aggregate'))
select n.id as subject, n.path as object,
       printf('compares %,d rows to remove duplicates and finds %s', a.rows_total,
              case when a.rows_total = n.rows_total then 'none' else printf('%,d', a.rows_total - n.rows_total) end) as message,
       e.own as evidence
from inputs i
join nodes n on n.id = i.id
join plan_nodes a on a.id = i.append_id
join node_evidence e on e.node_id = n.id
where a.type = 'Append' and n.rows_total > 1000 and n.rows_total >= 0.999 * a.rows_total and n.width <= a.width
  and (not n.timed or n.exclusive_ms >= 0.05 * n.plan_ms)
  -- The parts of a partitioned table t are called t_1, t_2 …, whatever their own names; so is a table's second mention.
  and not exists (select 1 from plan_nodes m where m.parent_id = a.id and m.alias <> m.relation and matches(m.alias, '_[0-9]+$')
                  and rtrim(m.alias, '0123456789') <> m.relation || '_');
