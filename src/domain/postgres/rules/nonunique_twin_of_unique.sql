-- id: postgres/nonunique-twin-of-unique    title: ordinary indexes beside a unique one with the same keys    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe    prover: index_served
-- basis: PostgreSQL manual 11.6
select i.id as subject, i.name as object, i.file, i.line,
       case when o.is_primary then 'the primary key ' when o.constraint_id is not null then 'the unique constraint '
            else 'the unique index ' end || o.name || ' on ' || i.table_name || '(' || o.columns
         || ') serves the same searches: every write maintains both' as message,
       'drop the index that enforces nothing' as fix_title,
       drop_index(i.id) as fix,
       case when r.is_partition then r.parent_id || ':' || i.columns end as cause
from index_coverage v
join (select x.*, r.name as table_name, coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line
      from indexes x join relations r on r.id = x.relation_id
      left join places p on p.object_id = x.id left join places t on t.object_id = r.id
      where not x.is_extension and not r.is_extension and r.persistence <> 'temporary') i on i.id = v.index_id
join relations r on r.id = i.relation_id
join indexes o on o.id = v.covering_id
where v.kind in ('duplicate', 'mirror') and o.is_unique and not i.is_unique;
