-- id: query/join-cast    title: join keys that are cast row by row    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 10.2, Operators; 54.52, pg_stats
select n.id as subject, n.path as object,
       'casts a key to compare it: ' || coalesce(n.join_condition, n.join_filter) || '; indexes and statistics of that column are of no use' as message,
       e.own as evidence
from heavy_nodes n
join node_evidence e on e.node_id = n.id
where (n.type = 'Nested Loop' or n.type like '%Join')
  and matches(coalesce(n.join_condition, n.join_filter),
              '\("?[a-z_][\w.]*"?\)::(numeric|double precision|real|integer|bigint|smallint|uuid|date)\)* = | = \(*"?[a-z_][\w.]*"?\)::(numeric|double precision|real|integer|bigint|smallint|uuid|date)\b');
