-- id: postgres/char-n    title: columns padded with blanks    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: type_behaviour
-- optional: rows    basis: PostgreSQL manual 8.3; PostgreSQL wiki, Don't Do This
with padded as (
  select c.*, p.least_length, p.filled,
         coalesce(p.filled > 0 and p.least_length = c.length, false)
           or p.least_length is null
              and (matches(c.attname, '(code|hash|md5|sha1|ha1)$') or has_word(c.attname, 'code iso country currency language lang locale state hash md5 sha sha1 sha256 sha512 digest '
                                      || 'checksum crc fingerprint uuid guid ulid isbn issn isrc iswc isni ipi ean gtin bic iban '
                                      || 'ha1 discid hex color colour abbr region zip freedb')) as is_full
  from columns c left join column_profile p on p.attribute_id = c.id
  where c.type_name = 'bpchar' and c.length > 1 and c.domain is null and not c.is_inherited)
select c.id as subject, c.path as object, c.file, c.line,
       case when c.is_full then 'char(' || c.length || ') does not hold values to ' || c.length || ' characters: shorter ones are padded, not refused'
            else 'shorter values are padded to ' || c.length || ' characters with blanks that = ignores and LIKE does not'
                 || coalesce(': the shortest of ' || c.filled || ' has ' || c.least_length, '') end as message,
       case when c.is_full then 'note' else 'warning' end as severity,
       'store the text as it is' as fix_title,
       case when c.id not in (select attribute_id from bound_columns) then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE text;' end as fix,
       case when c.is_full then c.database_id || ':fixed' || case when c.id in (select attribute_id from bound_columns) then ':bound' else '' end end as cause
from padded c
where not exists (select 1 from foreign_keys f where f.relation_id = c.relation_id and ' ' || f.numbers || ' ' like '% ' || c.number || ' %')
  and not exists (select 1 from checks k where k.relation_id = c.relation_id and ' ' || k.numbers || ' ' like '% ' || c.number || ' %'
                  and matches(k.expression, 'length\(|~ ') and c.is_full)
  -- A list of values that all have the full width.
  and not exists (select 1 from checks k where k.relation_id = c.relation_id and k.numbers = c.number || ''
                  and matches(k.expression, 'ARRAY\[''[^'']{' || c.length || '}''::[a-z ]+(, ''[^'']{' || c.length || '}''::[a-z ]+)*\]'));
