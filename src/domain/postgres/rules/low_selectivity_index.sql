-- id: postgres/low-selectivity-index    title: indexes on a column of two values    since: 0.1
-- effect: cost    severity: note    default: on    fix: manual    prover: value_planned
-- optional: statistics    basis: PostgreSQL manual 11.8
select i.id as subject, i.name as object, i.file, i.line,
       i.table_name || '(' || a.name || ') is ' || case when a.type_name = 'bool' then 'true or false' else 'one of ' || cast(s.distinct_values as integer) || ' values' end
         || ': to find a large share of the rows the planner reads the table instead' as message,
       'index only the rare value' as fix_title,
       case when a.type_name = 'bool' then create_index(i.relation_id, a.name, a.name) || ' ' || drop_index(i.id) end as fix,
       -- Who indexes one flag indexes them all: said once.
       i.database_id || ':' || case when a.type_name = 'bool' then 'flags' else i.id end as cause
from table_indexes i
join attributes a on a.relation_id = i.relation_id and a.number = i.numbers
left join column_statistics s on s.attribute_id = a.id
where i.method in ('btree', 'hash') and i.key_count = 1 and i.column_count = 1 and not i.is_unique and i.predicate is null and i.constraint_id is null
  and (a.type_name = 'bool' or (s.distinct_values between 1 and 4 and s.common_values >= s.distinct_values))
  -- A rare value is what such an index is for.
  and coalesce(s.least_common_frequency > 0.1, 1)
  and not exists (select 1 from foreign_key_service k where k.serving_index_id = i.id)
  and not exists (select 1 from index_coverage v where v.index_id = i.id);
