-- id: query/many-partitions    title: planning that outweighs the work, over many partitions    since: 0.1
-- effect: speed    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 5.11.6, Best Practices for Declarative Partitioning
select p.id as subject, p.path as object,
       printf('planning over %,d partitions took %.1f ms, running %.1f ms', s.partitions, p.planning_ms, p.execution_ms) as message
from named_plans p
join partition_counts s on s.plan_id = p.id
where s.partitions >= 50 and p.planning_ms > p.execution_ms
  -- A plan that leaves partitions out when it starts is most often one that is kept, and made once.
  and p.planning_ms >= case when s.removed > 0 then 10 else 5 end;
