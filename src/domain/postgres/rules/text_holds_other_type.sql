-- id: postgres/text-holds-other-type    title: texts that are really of another type    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: text_cast
-- basis: PostgreSQL manual 8
with shaped as (
  select c.*, t.castable_to, t.castable, p.filled, p.different, p.rows
  from text_profile t
  join column_profile p on p.attribute_id = t.attribute_id
  join columns c on c.id = t.attribute_id
  where p.filled >= 20 and p.different >= 2 and c.domain is null and c.generated is null and not c.is_inherited
    and (t.castable = p.filled or (p.filled >= 1000 and t.castable >= 0.999 * p.filled)))
select c.id as subject, c.path as object, c.file, c.line,
       case when c.castable = c.filled and c.id not in (select attribute_id from bound_columns) then 'all ' || c.filled || ' values are' else c.castable || ' of ' || c.filled || ' values are' end
         || ' of the form of ' || c.castable_to || ': as ' || c.type || ' they '
         || case c.castable_to when 'uuid' then 'take 37 bytes instead of 16, in each index too, and '
                               when 'bigint' then 'sort 10 before 9, and '
                               when 'numeric' then 'sort 10 before 9, and '
                               when 'inet' then 'cannot be searched by network, and '
                               when 'date' then 'cannot be added to or compared as days, and '
                               when 'timestamptz' then 'cannot be added to or compared as moments, and '
                               when 'json' then 'are parsed anew at each read, and ' else '' end
         || 'nothing keeps other values out' as message,
       'store the type that they have' as fix_title,
       case when c.castable = c.filled then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' TYPE '
            || case c.castable_to when 'json' then 'jsonb' else c.castable_to end || ' USING ' || c.name || '::'
            || case c.castable_to when 'json' then 'jsonb' else c.castable_to end || ';' end as fix
from shaped c
where not has_word(c.attname, 'phone telephone tel fax mobile cell zip postal postcode plz version revision hash digest checksum '
                              || 'value values val setting data content old new before after default answer search query password')
  -- Numbers that are names: nobody adds them up, and a later one may begin with 0 or hold a letter.
  and not (c.castable_to in ('bigint', 'numeric')
           and has_word(c.attname, 'code number no nr num isbn issn ean upc gtin sku serial reference ref external extension account card iban '
                                   || 'pin token key barcode vat ssn tax registration license licence plate batch lot id ids uid '
                                   || 'identifier year size model room house street suffix prefix'))
  and not exists (select 1 from foreign_keys f where f.relation_id = c.relation_id and ' ' || f.numbers || ' ' like '% ' || c.number || ' %')
  and not (c.castable_to <> 'uuid' and exists (select 1 from attributes k where k.relation_id = c.relation_id and k.id <> c.id
           and has_word(k.attname, 'key attribute property setting') and k.category = 'S'));
