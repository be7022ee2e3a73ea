-- id: postgres/comma-list    title: lists inside a text    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: list_match
-- optional: rows    basis: Karwin, SQL Antipatterns, chapter 2; first normal form
select c.id as subject, c.path as object, c.file, c.line,
       t.list_rows || ' of ' || p.filled || ' values are lists of ' || t.list_different || ' tokens joined by "' || t.list_separator
         || '": no foreign key and no index reaches a token, and LIKE '
         || case when matches(c.attname, '(ids|Ids|IDs)$') then '''%1%'' matches 10 and 21 too' else 'finds parts of tokens too' end as message,
       'an array, and an index on its elements' as fix_title,
       case when c.id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE text[] USING regexp_split_to_array(' || c.name || ', ''\s*['
         || t.list_separator || ']\s*''); CREATE INDEX ON ' || c.table_name || ' USING gin (' || c.name || ');' end as fix,
       'warning' as severity
from text_profile t
join column_profile p on p.attribute_id = t.attribute_id
join columns c on c.id = t.attribute_id
where t.list_rows >= 0.3 * p.filled and t.list_rows >= 5 and c.generated is null and not c.is_inherited
  and t.list_different <= 0.5 * t.list_tokens
  and (matches(c.attname, '(ids|Ids|IDs)$') or (matches(c.attname, '[^s]s$') and not has_word(c.attname, 'address status notes comments terms params coordinates dimensions'))
       or has_word(c.attname, 'tags tag list set csv'))
union all
-- Where no row tells, a text in whose name "ids" stands behind another word says it.
select c.id, c.path, c.file, c.line,
       'a text that by its name holds ids: no foreign key and no index reaches one of them, and LIKE ''%1%'' matches 10 and 21 too',
       'a table of pairs, or an array', null, 'note'
from columns c left join column_profile p on p.attribute_id = c.id
where c.type_name in ('text', 'varchar') and matches(words(c.attname), '[a-z] ids$') and coalesce(p.filled, 0) = 0
  and c.generated is null and not c.is_inherited;
