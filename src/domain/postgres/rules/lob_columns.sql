-- id: postgres/lob-columns    title: large objects that nothing removes    since: 0.1
-- effect: cost    severity: note    default: on    fix: manual    prover: orphaned_object
-- basis: PostgreSQL manual 35, F.21
select c.id as subject, c.path as object, c.file, c.line,
       'holds the number of a large object: deleting the row, or changing the number, leaves the object behind for ever' as message,
       'bytea, or a trigger that calls lo_manage' as fix_title
from columns c
where (c.type_name = 'oid' and (c.domain is not null or has_word(c.attname, 'data content contents image img file document doc blob lob clob photo picture attachment body '
                                              || 'payload object binary media video audio logo avatar thumbnail pdf scan')))
  and not has_word(c.attname, 'class relation rel type catalog')
  and not exists (select 1 from triggers g where g.relation_id = c.relation_id and g.function in ('lo_manage'));
