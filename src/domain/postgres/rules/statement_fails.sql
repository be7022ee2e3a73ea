-- id: postgres/statement-fails    title: statements that PostgreSQL rejects    since: 0.1
-- effect: correctness    severity: error    default: on    fix: none
-- basis: PostgreSQL manual, appendix A
with recursive first (id, root) as (
  select id, id from load_notes where kind in ('failed', 'cut_off') and cause_id is null
  union all
  select n.id, f.root from load_notes n join first f on n.cause_id = f.id),
-- What the files cannot do by themselves, and are not meant to.
judged as (
  select n.id,
         case when n.sqlstate = '42P01' and matches(n.message, '"([a-z_]+\.)?(schema_migrations|ar_internal_metadata|flyway_schema_history|databasechangelog|alembic_version|django_migrations|_prisma_migrations|knex_migrations|goose_db_version|_sqlx_migrations|__efmigrationshistory)"')
              then 'the migration program makes that table before the first file'
              when n.sqlstate = '23503' and exists (select 1 from load_notes s where s.database_id = n.database_id and s.kind = 'skipped' and s.message like 'no rows:%')
              then 'rows that the files copy from elsewhere were not there' end as reason
  from load_notes n where n.kind = 'failed')
select r.id as subject, r.path || ': ' || r.statement as object, r.file, r.line, r.column,
       r.message || coalesce(' (' || r.hint || ')', '')
         || case when count(*) > 1 then '; ' || (count(*) - 1) || ' later statement' || case when count(*) > 2 then 's fail' else ' fails' end
                || ' because of it' else '' end
         || case when j.reason is not null then '; ' || j.reason else '' end as message,
       case when j.reason is not null then 'note' end as severity
from first f join load_notes r on r.id = f.root
left join judged j on j.id = r.id
group by r.id;
