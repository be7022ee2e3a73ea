-- id: postgres/quoted-name    title: names that need quotes    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual    prover: unquoted
-- basis: PostgreSQL manual 4.1.1: identifiers and key words
with named as (
  select t.id, t.database_id, t.name as path, t.relname as bare, t.file, t.line from tables t
  union all
  select c.id, c.database_id, c.path, c.attname, c.file, c.line from columns c),
odd as materialized (select n.* from named n where n.bare glob '*[^a-z0-9_$]*'),
share as (
  select database_id, count(*) as odd_ones,
         (select count(*) from tables t where t.database_id = o.database_id) + (select count(*) from columns c where c.database_id = o.database_id) as all_ones
  from odd o group by database_id)
select o.id as subject, o.path as object, o.file, o.line,
       case when s.odd_ones * 4 > s.all_ones
            then s.odd_ones || ' of ' || s.all_ones || ' names of tables and columns need quotes: unquoted, PostgreSQL folds them to lower case and does not find them'
            else o.bare || ' needs quotes: unquoted it is ' || lower(o.bare) || ', which does not exist' end as message,
       case when s.odd_ones * 4 > s.all_ones then s.database_id || ':quoted' end as cause
from odd o join share s on s.database_id = o.database_id;
