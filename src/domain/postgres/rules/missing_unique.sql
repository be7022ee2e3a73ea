-- id: postgres/missing-unique    title: identifying columns that nothing keeps unique    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: twin_row
-- optional: rows, statistics    basis: PostgreSQL manual 5.4.3
with named as (
  select c.*, words(c.attname) as column_words,
         -- "order" for orders, "category" for categories
         case when words(c.table_relname) like '%ies' then substr(words(c.table_relname), 1, length(words(c.table_relname)) - 3) || 'y'
              when words(c.table_relname) like '%sses' then substr(words(c.table_relname), 1, length(words(c.table_relname)) - 2)
              when words(c.table_relname) like '%s' then substr(words(c.table_relname), 1, length(words(c.table_relname)) - 1)
              else words(c.table_relname) end as one
  from columns c
  where has_word(c.attname, 'email username user login slug sku number no code key isbn ean gtin iban vin')
    and c.table_kind = 'table' and c.category in ('S', 'N', 'U') and c.type_name not in ('bool', 'float4', 'float8')
    and not has_word(c.table_relname, 'log logs history audit event events archive version versions staging stage import imports raw tmp temp backup attempt attempts delivery deliveries queue outbox inbox snapshot request requests visit visits session sessions')
    and exists (select 1 from keys k join attributes a on a.relation_id = k.relation_id and k.numbers = a.number
                where k.relation_id = c.relation_id and k.type = 'primary' and a.type_name in ('int4', 'int8', 'uuid'))),
judged as (
  select n.*,
         case when column_words in ('email', 'email address') and (has_word(one, 'user account customer member staff employee admin subscriber affiliate person login') and one not like '% %')
                then 1
              when column_words in ('username', 'user name', 'login') and has_word(one, 'user account member staff employee admin login') and one not like '% %' then 1
              when column_words in ('slug', 'sku') then 1
              when column_words in (one || ' number', one || ' no') and has_word(one, 'order invoice receipt ticket shipment contract policy quote bill voucher document case') then 1
              -- Often unique only within something: believed when the rows say so.
              when column_words in (one || ' number', one || ' no', one || ' code', one || ' slug', one || ' key') then 2
              when column_words in ('isbn', 'ean', 'gtin', 'iban', 'vin') and one in ('book', 'edition', 'product', 'article', 'bank account', 'account', 'vehicle', 'car') then 1
              -- The code of what is nothing but a code.
              when column_words in ('code', 'key') and one like '% ' || column_words then 1
              when column_words = 'code' and has_word(one, 'coupon voucher discount country currency promotion promo warehouse airport') then 1
         end as is_key
  from named n),
found as (
  select j.*, p.rows, p.filled, p.different, s.distinct_values,
         exists (select 1 from index_keys k join indexes i on i.id = k.index_id where i.relation_id = j.relation_id and k.position = 1 and k.number = j.number) as is_searched
  from judged j
  left join column_profile p on p.attribute_id = j.id
  left join column_statistics s on s.attribute_id = j.id
  where j.is_key
    and not exists (select 1 from indexes i where i.relation_id = j.relation_id and (i.is_unique or i.is_exclusion)
                      and (' ' || i.numbers || ' ' like '% ' || j.number || ' %' or i.has_expressions and matches(i.columns, '(^|[^a-z_0-9])' || j.attname || '([^a-z_0-9]|$)')))
    and not exists (select 1 from foreign_key_columns f where f.attribute_id = j.id))
select id as subject, path as object, file, line,
       'nothing keeps ' || name || ' unique: two rows of ' || table_name || ' can have the same'
         || case when filled > different then ', and ' || (filled - different) || ' of ' || filled || ' rows have one that is there already'
                 when different >= 2 then '; the ' || different || ' values that are there all differ'
                 when is_searched then ', though an index looks for it' else '' end as message,
       case when filled > different or different >= 20 or is_searched or distinct_values = -1 then 'warning' else 'note' end as severity,
       'build a unique index' as fix_title,
       case when coalesce(filled = different, true)
            then 'CREATE UNIQUE INDEX CONCURRENTLY ' || quote_ident(substr(table_relname || case when folds then '_lower_' else '_' end || attname, 1, 59) || '_key')
                 || ' ON ' || table_name || ' (' || case when folds then 'lower(' || name || ')' else name end || ')'
                 || coalesce(' WHERE ' || (select min(m.living) from deletion_marks m where m.relation_id = found.relation_id), '') || ';'
                 || coalesce(char(10) || (select group_concat(drop_index(s.id), char(10)) from single_indexes s
                                          where s.relation_id = found.relation_id
                                            and (not folds and s.expression = name or folds and s.expression in ('lower(' || name || ')', 'lower((' || name || ')::text)'))), '') end as fix
from (select *, type_name in ('text', 'varchar') and column_words in ('email', 'email address', 'username', 'user name', 'login') as folds from found) found
-- Values that repeat often are no key, whatever the name says.
where (is_key = 1 or filled >= 20 and filled = different or distinct_values = -1)
  and coalesce(filled - different <= 0.05 * filled, true)
  and coalesce(distinct_values < -0.9 or distinct_values is null, true);
