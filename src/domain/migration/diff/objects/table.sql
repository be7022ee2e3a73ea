with parents as (
  select i.relation_id, group_concat(i.name, ', ') as names
  from (select i.relation_id, quote_ident(p.schema) || '.' || quote_ident(p.relname) as name
        from inheritances i join relations p on p.id = i.parent_id order by i.relation_id, i.position) i
  group by i.relation_id)
select r.id, quote_ident(r.schema) || '.' || quote_ident(r.relname) as name, r.kind, r.persistence as "persistence",
       r.access_method as "access method", r.options as "options", r.toast_options as "TOAST options",
       r.tablespace as "tablespace", r.partition_key as "partition key",
       case when r.is_partition then p.names end as "partition of", r.partition_bound as "bound",
       case when not r.is_partition then p.names end as "inherits", r.of_type as "of type",
       case when r.row_security then 'yes' end as "row security", case when r.force_row_security then 'yes' end as "forced row security",
       case when r.replica_identity = 'index' then (select 'index ' || quote_ident(i.relname) from indexes i
              where i.relation_id = r.id and i.is_replica_identity) else r.replica_identity end as "replica identity",
       (select quote_ident(i.relname) from indexes i where i.relation_id = r.id and i.is_clustered) as "clustered on",
       r.foreign_server as "server", r.foreign_options as "foreign options", r.owner, r.comment
from relations r left join parents p on p.relation_id = r.id
where r.database_id = ?1 and r.kind in ('table', 'partitioned', 'foreign') and not r.is_extension and r.persistence <> 'temporary'
