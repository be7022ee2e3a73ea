-- id: postgres/inconsistent-column-type    title: one name, two types    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual    prover: join_by_name
-- basis: PostgreSQL manual 10.2
with families as materialized (
  select c.id, c.database_id, c.relation_id, lower(c.attname) as bare,
         case when c.type_name in ('text', 'varchar', 'bpchar', 'citext', 'name') then 'text'
                   when c.type_name in ('int2', 'int4', 'int8') then 'integer'
                   when c.type_name in ('float4', 'float8', 'numeric') then 'decimal number'
                   when c.type_name in ('timestamp', 'timestamptz', 'date') then 'timestamp'
                   when c.type_name in ('json', 'jsonb') then 'json'
                   else c.type_name end as family
  from columns c
  where not c.is_inherited
    and lower(c.attname) not in ('id', 'value', 'data', 'status', 'type', 'state', 'version', 'name', 'key', 'position', 'level', 'score',
                                 'result', 'content', 'payload', 'code', 'kind', 'rank', 'size', 'start', 'end', 'date', 'time', 'number',
                                 'metadata', 'settings', 'config', 'options', 'parameters', 'params', 'tags', 'enabled', 'flags', 'attributes',
                                 -- Quantities, which nobody joins by: a length of time is an interval here and seconds there.
                                 'duration', 'timeout')),
counts as (
  select database_id, bare as name, family, count(distinct relation_id) as tables, min(id) as first_id,
         sum(count(distinct relation_id)) over (partition by database_id, bare) as all_tables
  from families
  -- Reading all is dear: only names that come in more types than one.
  where (database_id, bare) in (select database_id, bare from families group by database_id, bare having min(family) <> max(family))
  group by database_id, bare, family)
select c.id as subject, c.path as object, c.file, c.line,
       c.type || ' here, ' || most.family || ' in the ' || most.tables || ' other tables that have a ' || c.name || ' (' || o.path
         || '): they compare only through a cast, or not at all' as message,
       'the type that the others have' as fix_title
from counts odd
join counts most on most.database_id = odd.database_id and most.name = odd.name and most.family <> odd.family
join columns c on c.id = odd.first_id
join columns o on o.id = most.first_id
where odd.tables = 1 and odd.all_tables = most.tables + 1 and most.tables >= 3 and most.tables >= 0.75 * odd.all_tables;
