-- id: postgres/orphan-type    title: types that nothing uses    since: 0.1
-- effect: clarity    severity: note    default: off    fix: unsafe
-- basis: Convention
select y.id as subject, y.name as object, p.file, p.line, 'no column, function or other type uses ' || y.kind || ' ' || y.name as message,
       'drop it' as fix_title, 'DROP TYPE ' || y.name || ';' as fix
from types y left join places p on p.object_id = y.id
where y.kind in ('enum', 'domain') and not y.is_extension
  and not exists (select 1 from attributes a where a.type_id = y.id)
  and not exists (select 1 from dependencies d where d.referenced_kind = 'type' and d.referenced_id = y.id and d.type = 'normal')
  and not exists (select 1 from attributes a where a.database_id = y.database_id and a.type like '%' || y.typname || '[]');
