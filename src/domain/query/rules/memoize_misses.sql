-- id: query/memoize-misses    title: caches of lookups that are asked for something new each time    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 20.7.1, enable_memoize; 54.52, pg_stats: n_distinct
select n.id as subject, n.path as object,
       printf('has the answer for %,d of %,d lookups: the keys repeat less than was planned', n.cache_hits, n.cache_hits + n.cache_misses) as message,
       e.branch as evidence
from heavy_branches n
join node_evidence e on e.node_id = n.id
where n.type = 'Memoize' and n.cache_misses >= 1000 and n.cache_hits < n.cache_misses and coalesce(n.cache_evictions, 0) < 0.5 * n.cache_misses
  and (not n.timed or n.inclusive_ms >= 0.2 * n.plan_ms);
