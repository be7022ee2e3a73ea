-- id: postgres/int4-key-by-design    title: integer keys of tables that grow with every event    since: 0.1
-- effect: correctness    severity: note    default: off    fix: unsafe
-- optional: rows, statistics    basis: PostgreSQL manual 8.1
select c.id as subject, c.path as object, c.file, c.line,
       c.table_name || ' gets a row for every event, and ' || c.name || ' is ' || c.type || ': it ends at '
         || case c.type_name when 'int2' then '32,767' else '2,147,483,647' end || '; while the table is small, bigint costs nothing' as message,
       'widen the key before data arrives' as fix_title,
       case when c.id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE bigint;' end as fix
from columns c
join keys k on k.relation_id = c.relation_id and k.type = 'primary' and k.numbers = c.number
join sequence_uses u on u.attribute_id = c.id
join sequences q on q.id = u.sequence_id
left join relation_rows r on r.relation_id = c.relation_id
left join relation_statistics s on s.relation_id = c.relation_id
where c.type_name in ('int2', 'int4')
  and has_word(c.table_relname, 'event events log logs message messages history audit audits visit visits click clicks view views impression impressions notification notifications request requests activity activities delivery deliveries reading readings measurement measurements transaction transactions hit hits ping pings')
  and coalesce(r.rows, s.row_estimate, 0) < 1000000
  -- From half of its values on int4-key-overflow speaks.
  and coalesce(q.last_value, q.start) < 0.5 * case c.type_name when 'int2' then 32767 else 2147483647 end;
