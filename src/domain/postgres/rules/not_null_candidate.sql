-- id: postgres/not-null-candidate    title: columns that are never empty but may be    since: 0.1
-- effect: clarity    severity: note    default: on    fix: unsafe    prover: set_not_null
-- optional: queries    basis: PostgreSQL manual 5.4.2
select c.id as subject, c.path as object, c.file, c.line,
       'none of ' || p.rows || ' rows is empty, yet nothing forbids it: '
         || case when f.id is not null then 'a row without a ' || f.parent || ' would be left out of every join'
                 when k.id is not null then 'a unique key does not hold rows apart where it is NULL'
                 else 'queries join by it, and would leave such a row out' end as message,
       'forbid it, without a long lock' as fix_title,
       'ALTER TABLE ' || c.table_name || ' ADD CONSTRAINT ' || quote_ident(substr(c.table_relname || '_' || c.attname, 1, 48) || '_not_null')
         || ' CHECK (' || c.name || ' IS NOT NULL) NOT VALID; ALTER TABLE ' || c.table_name || ' VALIDATE CONSTRAINT '
         || quote_ident(substr(c.table_relname || '_' || c.attname, 1, 48) || '_not_null') || '; ALTER TABLE ' || c.table_name
         || ' ALTER COLUMN ' || c.name || ' SET NOT NULL; ALTER TABLE ' || c.table_name || ' DROP CONSTRAINT '
         || quote_ident(substr(c.table_relname || '_' || c.attname, 1, 48) || '_not_null') || ';' as fix
from column_profile p
join columns c on c.id = p.attribute_id
left join foreign_keys f on f.id = (select min(x.id) from foreign_keys x where x.relation_id = c.relation_id
                                    and ' ' || x.numbers || ' ' like '% ' || c.number || ' %' and coalesce(x.on_delete, '') <> 'set null')
left join keys k on k.id = (select min(x.id) from keys x where x.relation_id = c.relation_id and x.type = 'unique'
                            and ' ' || x.numbers || ' ' like '% ' || c.number || ' %')
where not c.not_null and p.filled = p.rows and p.rows >= 10000 and c.generated is null and not c.is_inherited
  and (f.id is not null or k.id is not null
       or exists (select 1 from query_joins j where j.attribute_id = c.id or j.other_attribute_id = c.id))
  and not has_word(c.attname, 'deleted ended closed cancelled canceled finished expired parent')
  and not exists (select 1 from foreign_keys x where x.relation_id = c.relation_id and x.on_delete = 'set null'
                  and ' ' || x.numbers || ' ' like '% ' || c.number || ' %')
  and not exists (select 1 from checks x where x.relation_id = c.relation_id and ' ' || x.numbers || ' ' like '% ' || c.number || ' %'
                  and matches(x.expression, 'IS NOT NULL|num_nonnulls|num_nulls'));
