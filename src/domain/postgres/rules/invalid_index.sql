-- id: postgres/invalid-index    title: indexes that a failed build left behind    since: 0.1
-- effect: cost    severity: warning    default: on    fix: safe    prover: failed_build
-- optional: live server    basis: PostgreSQL manual, CREATE INDEX CONCURRENTLY
select i.id as subject, i.name as object, coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line,
       'left behind by a build that failed: no query uses it' ||
         case when i.is_ready then ', every write to ' || r.name || ' maintains it' else '' end ||
         case when i.is_unique then ', and ' || r.name || '(' || i.columns || ') may hold duplicates' else '' end as message,
       case when i.relname like '%\_cc%' escape '\' then 'drop what REINDEX left' else 'build it again' end as fix_title,
       case when matches(i.relname, '_cc(new|old)\d*$') then drop_index(i.id)
            else 'REINDEX INDEX CONCURRENTLY ' || i.name || ';' end as fix
from indexes i
join relations r on r.id = i.relation_id
left join places p on p.object_id = i.id left join places t on t.object_id = r.id
left join index_builds b on b.index_id = i.id
where (not i.is_valid or not i.is_ready) and r.kind <> 'partitioned' and b.index_id is null
  and not i.is_extension and not r.is_extension and r.persistence <> 'temporary';
