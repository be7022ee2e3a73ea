-- id: postgres/unindexed-foreign-key    title: unindexed foreign keys    since: 0.1
-- effect: locks    severity: warning    default: on    fix: safe    prover: parent_delete
-- optional: statistics    basis: PostgreSQL manual 5.4.5
with declared as (
  select id, path, file, line, columns, numbers, child, child_id, parent, parent_table_id, on_delete, serving_index, partial_index, prefix_index,
         null as partitioned_id
  from foreign_keys
  union all
  -- Keys of partitions that their table does not have: one mistake of whoever makes partitions.
  select c.id, r.name || '(' || c.columns || ')', coalesce(p.file, t.file), coalesce(p.line, t.line), c.columns, c.numbers, r.name, r.id, o.name, o.id,
         c.on_delete, s.serving_index_id, s.partial_index_id, s.prefix_index_id, r.parent_id
  from constraints c
  join relations r on r.id = c.relation_id and r.is_partition and r.kind = 'table' and not r.is_extension
  join relations o on o.id = c.referenced_id
  left join foreign_key_service s on s.constraint_id = c.id
  left join places p on p.object_id = c.id left join places t on t.object_id = r.id
  where c.type = 'foreign' and c.parent_id is null)
select f.id as subject, f.path as object, f.file, f.line,
       'no index leads with ' || f.columns || ': deleting from ' || f.parent || ' scans ' || f.child as message,
       'index the referencing columns' as fix_title,
       create_index(f.child_id, f.columns) as fix,
       -- Rows of a table of kinds are hardly ever deleted.
       case when l.id is not null then 'note' end as severity,
       case when l.id is not null then l.database_id || ':kinds'
            when f.partitioned_id is not null then f.partitioned_id || ':' || f.columns end as cause
from declared f
left join relations l on l.id = f.parent_table_id and f.on_delete in ('no action', 'restrict')
  and has_word(l.relname, 'type types kind kinds status statuses gender genders language languages country countries currency currencies')
left join relation_statistics s on s.relation_id = f.child_id
where f.serving_index is null
  -- An index that leads with one nearly unique column of the key finds the few rows.
  and not exists (select 1 from index_keys k join attributes a on a.relation_id = f.child_id and a.number = k.number
                  join column_statistics v on v.attribute_id = a.id
                  where k.index_id = f.prefix_index and k.position = 1 and v.distinct_values <= -0.9)
  and f.partial_index is null
  -- A partitioned table is served where each partition has an index of its own.
  and not (exists (select 1 from relations p where p.parent_id = f.child_id and p.is_partition)
           and not exists (
             select 1 from relations p where p.parent_id = f.child_id and p.is_partition
               and not exists (select 1 from foreign_key_columns c
                               join attributes a on a.relation_id = p.id and a.attname = c.attname
                               join indexes i on i.relation_id = p.id and i.is_valid and i.predicate is null and i.method in ('btree', 'hash')
                               join index_keys k on k.index_id = i.id and k.position = 1 and k.number = a.number
                               where c.constraint_id = f.id and f.numbers not like '% %')))
  and not coalesce(s.row_estimate < 1000 and s.pages < 20, false);
