-- id: postgres/deferrable-key    title: deferrable keys that ON CONFLICT names    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: conflict_arbiter
-- basis: PostgreSQL manual, INSERT, ON CONFLICT
select k.id as subject, k.path as object, k.file, k.line,
       n.name || ' inserts with ON CONFLICT on ' || k.columns || ', but ' || k.name || ' is deferrable: every call fails' as message,
       'make the constraint immediate' as fix_title,
       'ALTER TABLE ' || k.table_name || ' DROP CONSTRAINT ' || k.name || ', ADD CONSTRAINT ' || k.name || ' '
         || trim(replace(replace(replace(k.definition, ' INITIALLY DEFERRED', ''), ' INITIALLY IMMEDIATE', ''), ' DEFERRABLE', '')) || ';' as fix
from keys k
join tables t on t.id = k.relation_id
join user_functions n on n.database_id = k.database_id and n.body like '%conflict%' and has_conflict_target(n.body, t.relname, k.columns, k.conname)
where k.type in ('primary', 'unique') and k.is_deferrable
  -- Another unique index on the columns would do.
  and not exists (select 1 from plain_unique_indexes i where i.relation_id = k.relation_id and i.columns = k.columns)
group by k.id;
