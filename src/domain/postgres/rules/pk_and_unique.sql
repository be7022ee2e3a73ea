-- id: postgres/pk-and-unique    title: unique constraints over the primary key    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe    prover: still_refused
-- basis: PostgreSQL manual 5.4.4
with sets as (
  select i.*, (select group_concat(number, ' ') from (select k.number from index_keys k where k.index_id = i.id and k.is_key order by k.number)) as ordered
  from plain_unique_indexes i
  where exists (select 1 from plain_unique_indexes o where o.relation_id = i.relation_id and o.id <> i.id))
select i.id as subject, i.table_name || '(' || i.columns || ')' as object, i.file, i.line,
       i.name || ' is unique over the columns of the primary key ' || o.name || ' (' || o.columns || '): every write maintains both, and it refuses nothing more' as message,
       'drop the second one' as fix_title,
       case when i.constraint_id is null then drop_index(i.id)
            else 'ALTER TABLE ' || i.table_name || ' DROP CONSTRAINT ' || quote_ident(i.relname) || ';' end as fix
from sets i
join sets o on o.relation_id = i.relation_id and o.is_primary and o.ordered = i.ordered
where not i.is_primary
  -- Another order of several columns serves other searches.
  and substr(i.numbers || ' ', 1, instr(i.numbers || ' ', ' ')) = substr(o.numbers || ' ', 1, instr(o.numbers || ' ', ' '))
  and not exists (select 1 from constraints f where f.type = 'foreign' and f.index_id = i.id)
  and not i.is_replica_identity and i.include_numbers = ''
group by i.id;
