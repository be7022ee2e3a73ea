-- id: postgres/leftover-table    title: tables that somebody left behind    since: 0.1
-- effect: clarity    severity: note    default: on    fix: unsafe
-- basis: Convention
select t.id as subject, t.name as object, t.file, t.line,
       t.name || ' looks left behind: no foreign key, view, trigger or function of the schema names it' as message
from tables t
where (t.relname glob '*_bak' or t.relname glob '*_backup' or t.relname glob '*_old' or t.relname glob '*_tmp' or t.relname glob '*_temp'
       or t.relname glob '*_copy' or t.relname glob '*_backup_[0-9]*' or t.relname glob '*_old_[0-9]*' or t.relname glob '*_bak_[0-9]*'
       or t.relname glob 'old_*' or t.relname glob 'tmp_*' or t.relname glob 'temp_*' or t.relname glob 'backup_*' or t.relname glob 'bak_*'
       or t.relname glob '*_deprecated' or t.relname glob 'zz_*')
  and not exists (select 1 from constraints f where f.type = 'foreign' and f.relation_id <> t.id and f.referenced_id = t.id)
  and not exists (select 1 from dependencies d where d.kind = 'rule' and (d.referenced_id = t.id or d.referenced_id between t.id and t.id + 2047))
  and not exists (select 1 from functions p where p.database_id = t.database_id and not p.is_extension and p.body like '%' || t.relname || '%')
  and not exists (select 1 from triggers g where g.relation_id = t.id);
