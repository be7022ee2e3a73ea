-- id: postgres/upgrade-blocking-type    title: types that pg_upgrade refuses    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: upgrade_check
-- basis: pg_upgrade, check.c
with blocking as (
  select a.*, r.name as relation, r.kind, r.schema, r.relname, case when a.element_type is null then a.type_name else a.element_type end as base
  from attributes a join relations r on r.id = a.relation_id
  where not r.is_extension and not r.is_partition and r.persistence <> 'temporary' and r.kind in ('table', 'partitioned', 'materialized', 'composite')
    and not a.is_inherited)
select b.id as subject, b.relation || '(' || b.name || ')' as object, p.file, p.line,
       b.base || ' holds object ids that differ after an upgrade: pg_upgrade stops, for the whole cluster' as message,
       'the name as text, cast where it is used' as fix_title,
       case when b.kind in ('table', 'partitioned') and b.element_type is null and b.id not in (select attribute_id from bound_columns)
            then 'ALTER TABLE ' || b.relation || ' ALTER COLUMN ' || b.name || ' TYPE text'
         || case when b.default_expression is null then '' else ' USING ' || b.name || '::text' end || ';' end as fix
from blocking b left join places p on p.object_id = b.id
where b.base in ('regproc', 'regprocedure', 'regoper', 'regoperator', 'regconfig', 'regdictionary', 'regnamespace', 'regcollation',
                 'aclitem', 'sql_identifier', 'unknown', 'abstime', 'reltime', 'tinterval')
  and (b.kind <> 'composite'
       or exists (select 1 from types t join columns c on c.type_id = t.id or c.type_name = t.typname
                  where t.database_id = b.database_id and t.schema = b.schema and t.typname = b.relname and c.database_id = b.database_id));
