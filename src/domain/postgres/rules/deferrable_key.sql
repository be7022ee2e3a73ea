-- id: postgres/deferrable-key    title: deferrable keys that ON CONFLICT names    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: conflict_arbiter    optional: queries
-- basis: PostgreSQL manual, INSERT, ON CONFLICT
with late_keys as (
  select k.*, t.relname from keys k join tables t on t.id = k.relation_id
  where k.type in ('primary', 'unique') and k.is_deferrable
    -- Another unique index on the columns would do.
    and not exists (select 1 from plain_unique_indexes i where i.relation_id = k.relation_id and i.columns = k.columns)),
named as (
  select k.id, n.name as who, null as file, null as line
  from late_keys k join user_functions n on n.database_id = k.database_id and n.body like '%conflict%' and has_conflict_target(n.body, k.relname, k.columns, k.conname)
  union all
  select k.id, q.said, q.file, q.line
  from late_keys k join query_tables u on u.relation_id = k.relation_id and u.usage = 'insert' join workload q on q.id = u.query_id
  where (select group_concat(number, ' ') from (select a.number from query_columns c join attributes a on a.id = c.attribute_id
                                                where c.use_id = u.id and c.role = 'conflict' order by a.number))
      = (select group_concat(value, ' ') from (select value from json_each('[' || replace(k.numbers, ' ', ',') || ']') order by value)))
select k.id as subject, k.path as object, coalesce(n.file, k.file) as file, coalesce(n.line, k.line) as line,
       n.who || ' inserts with ON CONFLICT on ' || k.columns || ', but ' || k.name || ' is deferrable: every call fails' as message,
       'make the constraint immediate' as fix_title,
       'ALTER TABLE ' || k.table_name || ' DROP CONSTRAINT ' || k.name || ', ADD CONSTRAINT ' || k.name || ' '
         || trim(replace(replace(replace(k.definition, ' INITIALLY DEFERRED', ''), ' INITIALLY IMMEDIATE', ''), ' DEFERRABLE', '')) || ';' as fix
from late_keys k join named n on n.id = k.id
group by k.id;
