-- Tables of the user's: ordinary and partitioned, without partitions, extensions' and temporary ones.
create view tables as
select r.*, p.file, p.line
from relations r left join places p on p.object_id = r.id
where r.kind in ('table', 'partitioned') and not r.is_partition and not r.is_extension
  and r.persistence <> 'temporary';

-- Columns of these tables, with the table's name.
create view columns as
select a.*, t.name as table_name, t.relname as table_relname, t.schema, t.kind as table_kind,
       t.name || '(' || a.name || ')' as path,
       coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line
from attributes a join tables t on t.id = a.relation_id left join places p on p.object_id = a.id;

-- Foreign keys of these tables, with the index that serves them. Those that partitions inherit are left out.
create view foreign_keys as
select c.*, child.id as child_id, child.name as child, child.relname as child_relname,
       parent.id as parent_table_id, parent.name as parent, parent.relname as parent_relname,
       child.name || '(' || c.columns || ')' as path,
       s.serving_index_id as serving_index, s.partial_index_id as partial_index,
       s.prefix_index_id as prefix_index,
       coalesce(p.file, child.file) as file, coalesce(p.line, child.line) as line
from constraints c
join tables child on child.id = c.relation_id
join relations parent on parent.id = c.referenced_id
left join foreign_key_service s on s.constraint_id = c.id
left join places p on p.object_id = c.id
where c.type = 'foreign' and c.parent_id is null;

-- Primary keys, unique and exclusion constraints of these tables.
create view keys as
select c.*, t.name as table_name, t.name || '(' || coalesce(c.columns, '') || ')' as path,
       coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line
from constraints c join tables t on t.id = c.relation_id left join places p on p.object_id = c.id
where c.type in ('primary', 'unique', 'exclusion');

-- Check constraints of these tables.
create view checks as
select c.*, t.name as table_name, t.name || '(' || coalesce(c.columns, '') || ')' as path,
       coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line
from constraints c join tables t on t.id = c.relation_id left join places p on p.object_id = c.id
where c.type = 'check';

-- Indexes of these tables and of materialised views, without those that belong to a partitioned index.
create view table_indexes as
select i.*, r.name as table_name, r.relname as table_relname, r.kind as table_kind,
       c.type as constraint_type, c.is_deferrable,
       coalesce(p.file, rp.file) as file, coalesce(p.line, rp.line) as line
from indexes i join relations r on r.id = i.relation_id
left join constraints c on c.id = i.constraint_id
left join places p on p.object_id = i.id left join places rp on rp.object_id = r.id
where i.parent_id is null and not i.is_extension and not r.is_extension and not r.is_partition
  and r.persistence <> 'temporary';

-- Functions of the user's.
create view user_functions as
select f.*, p.file, p.line
from functions f left join places p on p.object_id = f.id
where not f.is_extension;

-- Views and materialised views of the user's.
create view user_views as
select r.*, p.file, p.line
from relations r left join places p on p.object_id = r.id
where r.kind in ('view', 'materialized') and not r.is_extension and r.persistence <> 'temporary';

-- Policies with their tables.
create view table_policies as
select y.*, t.name as table_name, t.relname as table_relname, t.schema, t.row_security,
       t.force_row_security, t.owner, coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line
from policies y join tables t on t.id = y.relation_id left join places p on p.object_id = y.id;

-- Triggers with their tables.
create view table_triggers as
select g.*, t.name as table_name, t.relname as table_relname, t.schema,
       coalesce(p.file, t.file) as file, coalesce(p.line, t.line) as line
from triggers g join tables t on t.id = g.relation_id left join places p on p.object_id = g.id;

-- Columns whose type PostgreSQL does not let change: a view, a rule, a policy, a trigger or a generated column is made of them.
create view bound_columns as
select distinct d.referenced_id as attribute_id
from dependencies d join attributes a on a.id = d.referenced_id
where d.kind in ('rule', 'policy', 'trigger') or d.kind = 'default' and d.object_id <> d.referenced_id;
