-- id: postgres/partition-too-many    title: tables with more than a thousand partitions    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 5.11.6
with recursive tree (root_id, id) as (
  select id, id from tables where kind = 'partitioned'
  union all
  select t.root_id, r.id from tree t join relations r on r.parent_id = t.id and r.is_partition)
select t.id as subject, t.name as object, t.file, t.line,
       count(*) || ' partitions hold rows: a query that does not name ' || t.partition_key || ' plans and locks every one of them' as message
from tree x join relations r on r.id = x.id and r.kind <> 'partitioned' join tables t on t.id = x.root_id
group by t.id having count(*) > 1000;
