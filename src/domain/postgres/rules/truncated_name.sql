-- id: postgres/truncated-name    title: names that were cut    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual    prover: cut_name
-- basis: PostgreSQL manual 4.1.1: identifiers of at most 63 bytes
with named as (
  select t.id, t.name as path, t.relname as bare, t.file, t.line from tables t
  union all select c.id, c.path, c.attname, c.file, c.line from columns c
  -- An index whose name ends with a column's whole name was not cut within it.
  union all select i.id, i.name, i.relname, i.file, i.line from table_indexes i
    where i.constraint_id is null and length(cast(i.relname as blob)) = 63
      and not exists (select 1 from attributes a where a.relation_id = i.relation_id and length(a.attname) >= 4
                        and substr(i.relname, -length(a.attname) - 1) = '_' || a.attname
                        and (i.has_expressions or ' ' || i.numbers || ' ' like '% ' || a.number || ' %'))
  union all select k.id, k.table_name || '.' || k.name, k.conname, k.file, k.line from keys k
  union all select f.id, f.name, f.proname, f.file, f.line from user_functions f)
select n.id as subject, n.path as object, n.file, n.line,
       n.bare || ' has all of the 63 bytes that a name may have: it was probably longer and cut without an error' as message
from named n
where length(cast(n.bare as blob)) = 63 and n.bare not glob '*_idx' and n.bare not glob '*_idx[0-9]' and n.bare not glob '*_key'
  and n.bare not glob '*_fkey' and n.bare not glob '*_pkey' and n.bare not glob '*_check' and n.bare not glob '*_seq';
