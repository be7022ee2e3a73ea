-- id: postgres/empty-column    title: columns that hold nothing    since: 0.1
-- effect: clarity    severity: note    default: on    fix: unsafe
-- optional: rows    basis: PostgreSQL manual 54.30, pg_stats
select c.id as subject, c.path as object, c.file, c.line,
       'not one of about ' || cast(r.row_estimate as integer) || ' rows has a value: it is dead, or what should fill it does not run' as message,
       'drop it once nothing names it' as fix_title,
       'ALTER TABLE ' || c.table_name || ' DROP COLUMN ' || c.name || ';' as fix
from column_statistics s
join columns c on c.id = s.attribute_id
join relation_statistics r on r.relation_id = c.relation_id
left join column_profile p on p.attribute_id = c.id
where s.null_fraction = 1 and r.row_estimate >= 1000 and coalesce(p.filled = 0, true) and c.generated is null and not c.is_inherited
  and not has_word(c.attname, 'deleted archived cancelled canceled error errors failed failure blocked banned locked suspended revoked expires '
                              || 'expired reset ended disabled removed rejected refunded rejection reason deletion ban')
  and not exists (select 1 from foreign_keys f where f.relation_id = c.relation_id and ' ' || f.numbers || ' ' like '% ' || c.number || ' %');
