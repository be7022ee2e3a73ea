-- id: postgres/duplicate-index    title: duplicate indexes    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe
-- basis: PostgreSQL manual 11.1
select i.id as subject, i.name as object, i.file, i.line,
       'the same as ' || o.name || ' on ' || i.table_name || '(' || o.columns || '): every write maintains both' as message,
       'drop the one that adds nothing' as fix_title,
       case when i.constraint_id is null then drop_index(i.id)
            else 'ALTER TABLE ' || i.table_name || ' DROP CONSTRAINT ' || c.name || ';' end as fix
from index_coverage v
join table_indexes i on i.id = v.index_id
join indexes o on o.id = v.covering_id
left join constraints c on c.id = i.constraint_id
where v.kind in ('duplicate', 'mirror');
