-- id: postgres/missing-replica-identity    title: published tables whose rows replication cannot name    since: 0.1
-- effect: correctness    severity: error    default: on    fix: safe    prover: row_identity
-- basis: PostgreSQL manual 31.1
with recursive root (relation_id, id) as (
  select r.id, r.id from relations r
  union all
  select x.relation_id, r.parent_id from root x join relations r on r.id = x.id where r.is_partition),
published as (
  select distinct x.id as table_id, p.relation_id, b.name as publication,
         case when b.publishes_update and b.publishes_delete then 'UPDATE and DELETE' when b.publishes_update then 'UPDATE' else 'DELETE' end as events
  from publication_relations p join publications b on b.id = p.publication_id
  join root x on x.relation_id = p.relation_id
  where b.publishes_update or b.publishes_delete)
select t.id as subject, t.name as object, t.file, t.line,
       'publication ' || min(b.publication) || ' sends ' || min(b.events) || ', but '
         || case r.replica_identity when 'nothing' then 'the replica identity is NOTHING' when 'index' then 'the index of the replica identity is gone'
                 else 'the table has no primary key' end
         || ': every ' || replace(min(b.events), ' and ', ' or ') || ' on ' || t.name || ' fails' as message,
       'say how replication names a row' as fix_title,
       'ALTER TABLE ' || t.name || ' REPLICA IDENTITY '
         || coalesce((select case when i.is_primary then 'DEFAULT' else 'USING INDEX ' || quote_ident(i.relname) end
                      from plain_unique_indexes i where i.relation_id = t.id and t.kind = 'table'
                        and not exists (select 1 from index_keys k join attributes a on a.relation_id = t.id and a.number = k.number
                                        where k.index_id = i.id and k.is_key and not a.not_null)
                      order by i.is_primary desc, i.id limit 1), 'FULL') || ';' as fix,
       t.id as cause
from published b
join relations r on r.id = b.relation_id
join tables t on t.id = b.table_id
where r.kind = 'table'
  and (r.replica_identity = 'nothing'
       or r.replica_identity = 'default' and not exists (select 1 from indexes i where i.relation_id = r.id and i.is_primary)
       or r.replica_identity = 'index' and not exists (select 1 from indexes i where i.relation_id = r.id and i.is_replica_identity))
group by t.id;
