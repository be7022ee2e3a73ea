-- id: joint/unknown-name    title: queries that name what the schema does not have    since: 0.1
-- effect: correctness    severity: error    default: on    fix: none    prover: statement_runs
-- basis: SQLSTATE 42P01, 42703
with elsewhere as (
  -- A log tells of every database of its server: one most of whose queries name other tables is another one.
  select q.database_id, q.ran_in
  from queries q
  where q.ran_in is not null
  group by q.database_id, q.ran_in
  having sum(exists (select 1 from query_tables u where u.query_id = q.id))
       < sum(exists (select 1 from query_unknown_names n where n.query_id = q.id and n.relation_id is null)))
select q.id as subject, coalesce(t.name || '(' || n.name || ')', n.name) as object, q.file, q.line, q.evidence as evidence,
       q.said || case when t.id is not null then ' names ' || n.name || ', which ' || t.name || ' does not have: it fails'
                      else ' names ' || n.name || ', which is in no schema: it fails' end as message
from query_unknown_names n
join workload q on q.id = n.query_id
left join relations t on t.id = n.relation_id
where (n.relation_id is not null or not matches(n.name, '^(pg_|"?information_schema"?\.|pg_catalog\.)'))
  -- Tables that tools make for themselves.
  and not matches(n.name, '(^|\.)"?(schema_migrations|ar_internal_metadata|flyway_schema_history|_prisma_migrations|alembic_version|goose_db_version|django_migrations|__diesel_schema_migrations|__efmigrationshistory|databasechangelog(lock)?|pgmigrations|knex_migrations(_lock)?)"?$')
  and not exists (select 1 from elsewhere e where e.database_id = q.database_id and e.ran_in = q.ran_in)
  -- Sequences are read like tables; extensions bring tables of their own, which the lab may stand in for.
  and not exists (select 1 from sequences s where s.database_id = q.base_id
                    and n.name in (quote_ident(s.relname), quote_ident(s.schema) || '.' || quote_ident(s.relname)))
  and not matches(n.name, '^(spatial_ref_sys|geometry_columns|geography_columns|raster_columns|cron\.|partman\.|topology\.|tiger\.)')
  -- A function of the row is read like a column.
  and not exists (select 1 from functions f where f.database_id = q.base_id and quote_ident(f.proname) = n.name)
  -- Made by the statements themselves, or by one of the schema that did not go through.
  and not exists (select 1 from queries c where c.database_id = q.database_id and c.kind is null and instr(lower(c.text), 'create') and instr(c.text, n.name))
  and not exists (select 1 from load_notes l where l.database_id = q.base_id and l.kind in ('failed', 'refused', 'unread', 'cut_off', 'skipped')
                    and (instr(l.statement, n.name) or instr(l.message, n.name)))
group by q.base_id, n.relation_id, n.name
having q.share = max(q.share);
