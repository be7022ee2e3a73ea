select p.id, quote_ident(p.name) as name, case when p.all_tables then 'yes' end as "all tables",
       trim(case when p.publishes_insert then 'insert ' else '' end || case when p.publishes_update then 'update ' else '' end
         || case when p.publishes_delete then 'delete ' else '' end || case when p.publishes_truncate then 'truncate' else '' end) as "publishes",
       case when p.via_root then 'yes' end as "via root",
       (select group_concat(m.member, ', ') from (
          select case when m.schema is not null then 'TABLES IN SCHEMA ' || quote_ident(m.schema)
                   else 'TABLE ' || quote_ident(r.schema) || '.' || quote_ident(r.relname) || coalesce(' (' || m.columns || ')', '')
                     || coalesce(' WHERE (' || m.filter || ')', '') end as member
          from publication_members m left join relations r on r.id = m.relation_id
          where m.publication_id = p.id order by 1) m) as "members",
       p.owner, c.comment
from publications p left join comments c on c.object_id = p.id
where p.database_id = ?1
