-- id: postgres/default-violates-check    title: defaults that the column refuses    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual    prover: default_refused
-- basis: PostgreSQL manual 5.2, 5.4.1
with defaults as materialized (
  select c.*, literal_text(c.default_expression) as literal
  from columns c where c.default_expression is not null and c.generated is null and c.identity is null and not c.is_inherited
    and c.default_expression not like '%(%'
    -- reading a default is dear: only where something could refuse it
    and (c.length is not null
         or exists (select 1 from constraints k where k.relation_id = c.relation_id and k.type = 'check'
                      and ' ' || k.numbers || ' ' like '% ' || c.number || ' %'))),
refused as (
  select d.id, 'constraint ' || k.name || ' does not allow it' as why
  from defaults d
  join checks k on k.relation_id = d.relation_id and ' ' || k.numbers || ' ' like '% ' || d.number || ' %'
  where d.literal is not null and k.is_enforced and check_refuses(k.expression, d.name, d.default_expression)
  union all
  select d.id, 'the column takes ' || d.length || ' characters, the default has ' || length(d.literal)
  from defaults d
  where d.type_name in ('varchar', 'bpchar') and d.length is not null and length(rtrim(d.literal)) > d.length)
select d.id as subject, d.path as object, d.file, d.line,
       'an insert that leaves ' || d.name || ' out fails: its default is ' || d.default_expression || ', and ' || min(r.why) as message,
       'a default that the column takes, or none' as fix_title,
       'ALTER TABLE ' || d.table_name || ' ALTER COLUMN ' || d.name || ' DROP DEFAULT;' as fix
from refused r join defaults d on d.id = r.id
group by d.id;
