-- id: postgres/constant-column    title: columns with one value in all rows    since: 0.1
-- effect: clarity    severity: note    default: on    fix: none
-- optional: rows    basis: PostgreSQL manual 54.30, pg_stats
select c.id as subject, c.path as object, c.file, c.line,
       'all of about ' || cast(r.row_estimate as integer) || ' rows hold the same value: the column tells nothing, or what should change it does not run' as message
from column_statistics s
join columns c on c.id = s.attribute_id
join relation_statistics r on r.relation_id = c.relation_id
left join column_profile p on p.attribute_id = c.id
where s.distinct_values = 1 and s.null_fraction = 0 and s.top_frequency = 1 and r.row_estimate >= 1000 and coalesce(p.different = 1, true)
  -- A column with a default may be newer than the rows: the age of a column is not known.
  and c.default_expression is null and c.generated is null and c.identity is null and not c.is_inherited and c.type_name <> 'bool'
  and not has_word(c.attname, 'tenant account org organization organisation shop site version schema environment env region country currency locale language')
  and not exists (select 1 from constraints f where f.relation_id = c.relation_id and f.type in ('foreign', 'primary', 'unique')
                  and ' ' || f.numbers || ' ' like '% ' || c.number || ' %');
