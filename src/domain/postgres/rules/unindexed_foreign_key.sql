-- id: postgres/unindexed-foreign-key    title: unindexed foreign keys    since: 0.1
-- effect: locks    severity: warning    default: on    fix: safe    prover: parent_delete
-- optional: statistics    basis: PostgreSQL manual 5.4.5
select f.id as subject, f.path as object, f.file, f.line,
       'no index leads with ' || f.columns || ': deleting from ' || f.parent || ' scans ' || f.child as message,
       'index the referencing columns' as fix_title,
       create_index(f.child_id, f.columns) as fix
from foreign_keys f
left join relation_statistics s on s.relation_id = f.child_id
where f.serving_index is null
  -- An index that leads with one nearly unique column of the key finds the few rows.
  and not exists (select 1 from index_keys k join attributes a on a.relation_id = f.child_id and a.number = k.number
                  join column_statistics v on v.attribute_id = a.id
                  where k.index_id = f.prefix_index and k.position = 1 and v.distinct_values <= -0.9)
  and f.partial_index is null
  and not coalesce(s.row_estimate < 1000 and s.pages < 20, false);
