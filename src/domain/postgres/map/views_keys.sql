-- Columns of the foreign keys in the view of this name, pair by pair.
create view foreign_key_columns as
select f.id as constraint_id, f.database_id, f.child_id, f.parent_table_id, n.key + 1 as position,
       a.id as attribute_id, a.number, a.attname, a.name, a.type, a.type_name, a.length, a.not_null, a.default_expression,
       b.id as referenced_attribute_id, b.number as referenced_number, b.attname as referenced_attname,
       b.name as referenced_name, b.type as referenced_type, b.type_name as referenced_type_name,
       b.length as referenced_length
from foreign_keys f
-- In this order: a planner that takes the tables' columns first meets each with each.
cross join json_each('[' || replace(f.numbers, ' ', ',') || ']') n
cross join json_each('[' || replace(f.referenced_numbers, ' ', ',') || ']') m on m.key = n.key
cross join attributes a on a.relation_id = f.child_id and a.number = n.value
cross join attributes b on b.relation_id = f.parent_table_id and b.number = m.value;

-- Unique indexes that refuse duplicates in all rows, at once, on plain columns.
create view plain_unique_indexes as
select i.*
from table_indexes i
where i.is_unique and i.is_valid and i.predicate is null and not i.has_expressions and not coalesce(i.is_deferrable, 0);

-- Columns that mark a row as deleted, and the condition that a living row meets.
create view deletion_marks as
select a.id, a.relation_id, a.attname, a.name, a.number,
       case a.type_name when 'bool' then 'NOT ' || a.name else a.name || ' IS NULL' end as living
from columns a
where a.attname in ('deleted_at', 'deleted_on', 'removed_at', 'discarded_at', 'deletedat', 'deletedAt', 'deleted_date', 'date_deleted') and a.type_name in ('timestamptz', 'timestamp', 'date')
   or a.attname in ('is_deleted', 'deleted', 'isdeleted', 'isDeleted', 'is_removed') and a.type_name = 'bool';

-- Ordinary indexes of one plain key, and what it is: a unique index of the same key makes them idle.
create view single_indexes as
select i.id, i.relation_id, k.number, k.expression
from table_indexes i join index_keys k on k.index_id = i.id and k.is_key
where not i.is_unique and i.constraint_id is null and i.key_count = 1 and i.is_valid and i.predicate is null and i.method = 'btree'
  and k.is_default_class;

-- Columns that say whose a row is: NOT NULL, named like a tenant, referring to one table from three tables or more.
create view tenant_columns as
with named as (
  select c.database_id, c.attribute_id, c.child_id as relation_id, c.number, c.name, c.attname, c.parent_table_id as tenant_table
  from foreign_key_columns c join foreign_keys f on f.id = c.constraint_id
  where f.numbers not like '% %' and c.not_null
    and words(c.attname) in ('tenant id', 'account id', 'organization id', 'organisation id', 'org id', 'workspace id', 'company id', 'customer account id', 'tenant uuid', 'client id', 'shop id', 'store id'))
select n.*
from named n
join (select database_id, attname, tenant_table from named group by database_id, attname, tenant_table having count(distinct relation_id) >= 3) y
  on y.database_id = n.database_id and y.attname = n.attname and y.tenant_table = n.tenant_table;
