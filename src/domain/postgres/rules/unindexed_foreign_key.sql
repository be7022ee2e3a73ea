-- id: postgres/unindexed-foreign-key    title: unindexed foreign keys    since: 0.1
-- effect: locks    severity: warning    default: on    fix: safe    prover: parent_delete
-- optional: statistics    basis: PostgreSQL manual 5.4.5
select f.id as subject, f.path as object, f.file, f.line,
       'no index leads with ' || f.columns || ': deleting from ' || f.parent || ' scans ' || f.child as message,
       'index the referencing columns' as fix_title,
       create_index(f.child_id, f.columns) as fix
from foreign_keys f
left join relation_statistics s on s.relation_id = f.child_id
where f.serving_index is null and f.partial_index is null
  and not coalesce(s.row_estimate < 1000 and s.pages < 20, false);
