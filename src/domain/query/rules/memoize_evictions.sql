-- id: query/memoize-evictions    title: caches of lookups that are too small    since: 0.1
-- effect: speed    severity: warning    default: on    fix: manual
-- basis: PostgreSQL manual 20.4.1, hash_mem_multiplier; 20.7.1, enable_memoize
select n.id as subject, n.path as object,
       printf('forgot %,d of the %,d results that it kept, in %,d kB', n.cache_evictions, n.cache_misses, n.memory_kb) as message,
       e.branch as evidence,
       'for this statement''s session, memory for all results, at most' as fix_title,
       'SET work_mem = ''' || (select min(mb) from memory_steps where mb * 1024 >= n.memory_kb * n.cache_misses / max(1, n.cache_misses - n.cache_evictions)) || 'MB'';' as fix
from heavy_branches n
join node_evidence e on e.node_id = n.id
where n.type = 'Memoize' and n.cache_evictions >= 1000 and n.cache_evictions >= 0.5 * n.cache_misses;
