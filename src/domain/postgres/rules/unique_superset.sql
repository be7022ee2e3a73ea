-- id: postgres/unique-superset    title: unique constraints that a shorter one implies    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe    prover: still_refused
-- basis: PostgreSQL manual 11.6
with upserts as materialized (select body from functions where not is_extension and body like '%conflict%'),
pairs as (
  select i.id, o.id as shorter_id
  from plain_unique_indexes i
  join plain_unique_indexes o on o.relation_id = i.relation_id and o.id <> i.id and o.key_count < i.key_count
  where not i.is_primary
    -- All columns of the shorter one are in the longer one, and none of them can be NULL.
    and not exists (select 1 from index_keys k left join attributes a on a.relation_id = o.relation_id and a.number = k.number
                    where k.index_id = o.id and k.is_key and (not a.not_null or ' ' || i.numbers || ' ' not like '% ' || k.number || ' %'))
    -- Led by another column it serves searches that the shorter one does not.
    and ' ' || o.numbers || ' ' like '% ' || (select f.number from index_keys f where f.index_id = i.id and f.position = 1) || ' %')
select i.id as subject, i.table_name || '(' || i.columns || ')' as object, i.file, i.line,
       'refuses no row that ' || o.name || ' on (' || o.columns || ') does not refuse already: every write maintains both' as message,
       'drop the longer one' as fix_title,
       case when i.constraint_id is null then drop_index(i.id)
            else 'ALTER TABLE ' || i.table_name || ' DROP CONSTRAINT ' || quote_ident(i.relname) || ';' end as fix
from pairs p
join table_indexes i on i.id = p.id
join indexes o on o.id = p.shorter_id
where not exists (select 1 from constraints f where f.type = 'foreign' and f.index_id = i.id)
  and not i.is_replica_identity
  and not exists (select 1 from upserts n where has_conflict_target(n.body, i.table_relname, i.columns, i.relname))
group by i.id;
