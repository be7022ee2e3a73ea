-- id: postgres/missing-primary-key    title: tables without a primary key    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: row_identity
-- optional: rows    basis: PostgreSQL manual 5.4.4, 31.1
with promotable as (
  select i.relation_id, min(i.id) as id
  from plain_unique_indexes i
  where not exists (select 1 from index_keys k join attributes a on a.relation_id = i.relation_id and a.number = k.number
                    where k.index_id = i.id and k.is_key and not a.not_null)
  group by i.relation_id),
-- Unique on an expression: no twins, and yet nothing that can be named as the key.
computed as (
  select i.relation_id, min(i.name) as name
  from indexes i
  where i.is_unique and i.is_valid and i.predicate is null and i.has_expressions
    and not exists (select 1 from index_keys k join attributes a on a.relation_id = i.relation_id and a.number = k.number
                    where k.index_id = i.id and k.is_key and not a.not_null)
  group by i.relation_id)
select t.id as subject, t.name as object, t.file, t.line,
       case when i.id is not null
            then 'no primary key, though ' || i.name || ' is unique and (' || i.columns || ') cannot be NULL: replication and tools that ask for the key do not see it'
            when x.name is not null then 'no primary key: ' || x.name || ' is unique on an expression, which replication and tools that ask for the key do not see'
            else 'no primary key and no unique columns that could be one: a row that was inserted twice cannot be deleted or changed alone'
       end as message,
       case when i.id is not null then 'make the unique columns the primary key' else 'give every row an id' end as fix_title,
       case when i.id is not null and i.constraint_id is null and t.kind = 'table' and not exists (
                   select 1 from index_keys k where k.index_id = i.id and (k.is_descending or not k.is_default_class))
            then 'ALTER TABLE ' || t.name || ' ADD PRIMARY KEY USING INDEX ' || quote_ident(i.relname) || ';'
            when i.id is not null then 'ALTER TABLE ' || t.name || ' ADD PRIMARY KEY (' || i.columns || ');'
            when t.kind = 'table' and not exists (select 1 from attributes a where a.relation_id = t.id and a.attname = 'id')
            then 'ALTER TABLE ' || t.name || ' ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;'
       end as fix
from tables t
left join promotable p on p.relation_id = t.id
left join indexes i on i.id = p.id
left join computed x on x.relation_id = t.id
where t.persistence = 'permanent' and t.column_count > 0
  and not exists (select 1 from constraints c where c.relation_id = t.id and c.type = 'primary')
  and not exists (select 1 from relations r where r.id = t.parent_id and r.kind in ('table', 'partitioned'))
  and not has_word(t.relname, 'staging stage stg tmp temp temporary import imports load raw bak backup scratch')
  -- Each partition has its own unique index: what the partitioned table cannot have where the partition key is not part of it.
  and not (t.kind = 'partitioned' and exists (select 1 from relations p where p.parent_id = t.id and p.is_partition)
           and not exists (select 1 from relations p where p.parent_id = t.id and p.is_partition
                             and not exists (select 1 from indexes u where u.relation_id = p.id and u.is_unique and u.is_valid and u.predicate is null
                                               and not u.has_expressions
                                               and not exists (select 1 from index_keys k join attributes a on a.relation_id = p.id and a.number = k.number
                                                               where k.index_id = u.id and k.is_key and not a.not_null))))
  -- One column with an index that is not unique: a heap of references, in which twins are meant.
  and not (t.column_count = 1 and exists (select 1 from indexes n where n.relation_id = t.id and not n.is_unique and not n.has_expressions))
  -- The one row of a configuration.
  and not (has_word(t.relname, 'config configuration setting settings') and coalesce((select n.rows from relation_rows n where n.relation_id = t.id), 2) <= 1)
  and not has_word(t.schema, 'staging stage stg tmp temp import raw');
