-- id: postgres/timestamp-without-zone    title: timestamps without time zone    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: type_behaviour
-- basis: PostgreSQL manual 8.5.1.3; PostgreSQL wiki, Don't Do This
with moments as (
  select c.*,
         c.type_name = 'timestamp' as is_bare,
         has_word(c.attname, 'local utc wall naive floating birth birthday dob birthdate opening opens closing closes') as is_local
  from columns c
  where c.type_name in ('timestamp', 'timestamptz') and not c.is_inherited
    and c.table_relname not in ('ar_internal_metadata', 'schema_migrations', 'flyway_schema_history', 'databasechangelog',
                                'databasechangeloglock', '_prisma_migrations', 'knex_migrations', 'alembic_version', 'goose_db_version')),
bare as (
  select m.* from moments m
  where m.is_bare and not m.is_local
    and not exists (select 1 from attributes z where z.relation_id = m.relation_id
                    and has_word(z.attname, 'timezone tz tzid zone timezoneid') and z.category in ('S', 'E'))),
habit as (
  select database_id, sum(is_bare) as bare_count, count(*) as all_count,
         sum(is_bare) >= 3 and sum(is_bare) >= 0.9 * count(*) as is_habit
  from moments group by database_id),
listed as (
  select b.database_id, b.relation_id, b.table_name, b.schema, min(b.file) as file, min(b.line) as line, min(b.id) as first_id,
         count(*) as columns, group_concat(b.name, ', ') as names,
         group_concat('ALTER COLUMN ' || b.name || ' TYPE timestamptz'
                      || case when b.precision is null then '' else '(' || b.precision || ')' end, ', ') as changes,
         max(b.id in (select attribute_id from bound_columns)) as is_bound
  from (select * from bare order by relation_id, number) b group by b.relation_id)
select l.first_id as subject, l.table_name || '(' || l.names || ')' as object, l.file, l.line,
       case when l.columns = 1 then l.names || ' does' else l.columns || ' columns do' end
         || ' not say which moment is meant: sessions in different time zones read different instants from '
         || case when l.columns = 1 then 'it' else 'them' end as message,
       'warning' as severity,
       'store instants; the values are taken for UTC' as fix_title,
       case when not l.is_bound then 'SET TimeZone = ''UTC''; ALTER TABLE ' || l.table_name || ' ' || l.changes || ';' end as fix
from listed l join habit h on h.database_id = l.database_id
where not h.is_habit
union all
select l.first_id, l.schema, l.file, l.line,
       h.bare_count || ' of ' || h.all_count || ' timestamps have no time zone: they are right only as long as every session and every '
         || 'program writes the same zone',
       'note', null, null
from habit h
join listed l on l.relation_id = (select min(x.relation_id) from listed x where x.database_id = h.database_id)
where h.is_habit;
