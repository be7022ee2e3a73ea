-- id: postgres/id-array    title: ids kept in an array    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: nothing_refuses
-- basis: PostgreSQL manual 8.15.5, "arrays are not sets; searching for specific array elements can be a sign of database misdesign"
select c.id as subject, c.path as object, c.file, c.line,
       c.path || ' keeps ids in an array: no foreign key reaches into it, so ids of rows that are gone stay, and wrong ones are accepted'
         as message
from columns c
where c.category = 'A' and c.element_type in ('int2', 'int4', 'int8', 'uuid')
  and (c.attname glob '*_ids' or c.attname glob '*Ids' or c.attname = 'ids')
  -- What was there at a time long past may be gone since.
  and not has_word(c.table_relname, 'version versions history histories revision revisions log logs audit audits snapshot snapshots archive archives');
