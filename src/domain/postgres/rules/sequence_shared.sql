-- id: postgres/sequence-shared    title: sequences that fill columns of several tables    since: 0.1
-- effect: clarity    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, CREATE SEQUENCE
select q.id as subject, other.path as object, other.file, other.line,
       'the default of ' || other.path || ' takes from ' || q.name || ', which ' || owner.path
         || ' owns: the numbers of both have gaps, and dropping ' || owner.table_name || ' is refused or breaks the default' as message
from sequences q
join columns owner on owner.id = q.owner_attribute_id
join sequence_uses u on u.sequence_id = q.id and u.attribute_id <> owner.id
join columns other on other.id = u.attribute_id and other.relation_id <> owner.relation_id
where not other.is_inherited and not q.is_extension and not has_word(q.relname, 'global shared common all')
  and not exists (select 1 from relations r where r.id = other.relation_id and r.inherits > 0);
