-- id: postgres/fk-tenant-leak    title: references that can cross tenants    since: 0.1
-- effect: security    severity: warning    default: on    fix: manual    prover: loose_reference
-- basis: PostgreSQL manual 5.4.5
with tenant as (
  -- The tenant's column: NOT NULL, referring to one table, in three tables or more.
  select c.database_id, c.attname, c.parent_table_id as tenant_table, c.child_id as relation_id, c.number, c.name
  from foreign_key_columns c join foreign_keys f on f.id = c.constraint_id
  where f.numbers not like '% %' and c.not_null
    and words(c.attname) in ('tenant id', 'account id', 'organization id', 'organisation id', 'org id', 'workspace id', 'company id', 'customer account id', 'tenant uuid', 'client id', 'shop id', 'store id')),
tenancy as (
  select database_id, attname, tenant_table from tenant group by database_id, attname, tenant_table having count(distinct relation_id) >= 3)
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
join tenant c on c.relation_id = f.child_id
join tenant p on p.relation_id = f.parent_table_id and p.attname = c.attname and p.tenant_table = c.tenant_table
join tenancy y on y.database_id = f.database_id and y.attname = c.attname and y.tenant_table = c.tenant_table
where f.parent_table_id <> c.tenant_table and f.numbers not like '% %'
  and ' ' || f.numbers || ' ' not like '% ' || c.number || ' %'
  -- A second key of the same reference that carries it.
  and not exists (select 1 from foreign_keys o where o.child_id = f.child_id and o.parent_table_id = f.parent_table_id and o.id <> f.id
                    and ' ' || o.numbers || ' ' like '% ' || c.number || ' %' and ' ' || o.numbers || ' ' like '% ' || f.numbers || ' %')
group by f.id;
