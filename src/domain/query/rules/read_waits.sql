-- id: query/read-waits    title: time that is spent waiting for blocks    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 20.9.2, track_io_timing; 14.1.2, EXPLAIN ANALYZE
with scans as (
    select n.*, n.read_ms / (n.loop_ms * n.loops) as waiting from heavy_nodes n
    where n.read_ms > 0 and n.loop_ms > 0 and n.exclusive_read >= 100
      and not exists (select 1 from plan_nodes c where c.parent_id = n.id))
select s.id as subject, s.path as object,
       printf('waits for blocks %.0f %% of its time: %,d of %,d came from outside the cache, %.2f ms each', 100 * min(1, s.waiting), s.exclusive_read,
              s.exclusive_read + s.exclusive_hit, s.read_ms / s.exclusive_read) as message,
       printf('EXPLAIN: I/O Timings, %.1f ms for %,d blocks' || char(10), s.read_ms, s.exclusive_read) || coalesce(e.own, '') as evidence,
       'reads of plan ' || s.plan_id as cause
from scans s
join node_evidence e on e.node_id = s.id
where s.waiting >= 0.5 and s.read_ms >= 50;
