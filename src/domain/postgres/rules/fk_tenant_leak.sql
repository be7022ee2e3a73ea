-- id: postgres/fk-tenant-leak    title: references that can cross tenants    since: 0.1
-- effect: security    severity: warning    default: on    fix: manual    prover: loose_reference
-- basis: PostgreSQL manual 5.4.5
select f.id as subject, f.path as object, f.file, f.line,
       f.child || ' and ' || f.parent || ' both belong to one ' || p.name || ', but the key does not carry it: a row of one tenant can refer to a row of '
         || f.parent || ' that is another''s' as message,
       'let the key carry the tenant' as fix_title,
       case when exists (select 1 from plain_unique_indexes u where u.relation_id = f.parent_table_id and u.key_count = 2
                           and ' ' || u.numbers || ' ' like '% ' || p.number || ' %' and ' ' || u.numbers || ' ' like '% ' || f.referenced_numbers || ' %') then ''
            else 'ALTER TABLE ' || f.parent || ' ADD UNIQUE (' || p.name || ', ' || f.referenced_columns || ');' || char(10) end
         || 'ALTER TABLE ' || f.child || ' DROP CONSTRAINT ' || f.name || ', ADD CONSTRAINT ' || f.name || ' FOREIGN KEY (' || c.name || ', ' || f.columns
         || ') REFERENCES ' || f.parent || ' (' || p.name || ', ' || f.referenced_columns || ')'
         || case f.on_delete when 'cascade' then ' ON DELETE CASCADE' when 'restrict' then ' ON DELETE RESTRICT' when 'set null' then ' ON DELETE SET NULL (' || f.columns || ')' else '' end || ';' as fix
from foreign_keys f
join tenant_columns c on c.relation_id = f.child_id
join tenant_columns p on p.relation_id = f.parent_table_id and p.attname = c.attname and p.tenant_table = c.tenant_table
where f.parent_table_id <> c.tenant_table and f.numbers not like '% %'
  and ' ' || f.numbers || ' ' not like '% ' || c.number || ' %'
  -- A second key of the same reference that carries it.
  and not exists (select 1 from foreign_keys o where o.child_id = f.child_id and o.parent_table_id = f.parent_table_id and o.id <> f.id
                    and ' ' || o.numbers || ' ' like '% ' || c.number || ' %' and ' ' || o.numbers || ' ' like '% ' || f.numbers || ' %')
group by f.id;
