-- id: postgres/missing-foreign-key    title: references without a foreign key    since: 0.1
-- effect: correctness    severity: note    default: on    fix: safe    prover: undeclared_reference
-- optional: rows    basis: PostgreSQL manual 5.4.5; Rostin et al., WebDB 2009
with here as (
  select r.*, n.rows, n.filled, n.different, n.orphans, n.referenced_rows
  from reference_candidates r left join reference_counts n on n.attribute_id = r.attribute_id),
-- How far the schema declares its references at all.
habit as (
  select d.id as database_id,
         (select count(*) from foreign_keys f where f.database_id = d.id) as declared,
         (select count(*) from here h where h.database_id = d.id and h.evidence in ('name', 'prefix')) as undeclared
  from databases d),
judged as (
  select h.*,
         case when h.filled >= 20 and h.different >= 5 and h.orphans = 0 then 'warning'
              when coalesce(h.filled, 0) = 0 and h.evidence in ('name', 'self') then 'note'
              when h.filled > 0 and h.orphans = 0 and h.evidence in ('name', 'prefix', 'self') then 'note' end as severity
  from here h
  -- A column that is named like a table can be anything; one with too few values as well.
  where h.evidence in ('name', 'self') or h.filled >= 20 and h.different >= 5)
select c.id as subject, c.path as object, c.file, c.line,
       c.path || ' holds keys of ' || p.table_name || case
           when j.filled > 0 then ' in all ' || j.filled || ' rows that fill it' else ' by its name and type' end
         || ', but no foreign key says so: rows can refer to what is not there' as message,
       j.severity,
       'add the foreign key, then validate it' as fix_title,
       'ALTER TABLE ' || c.table_name || ' ADD CONSTRAINT ' || j.conname || ' FOREIGN KEY (' || c.name || ') REFERENCES ' || p.table_name || ' ('
         || p.name || ')' || case when c.table_kind = 'partitioned' then ';'
              else ' NOT VALID;' || char(10) || 'ALTER TABLE ' || c.table_name || ' VALIDATE CONSTRAINT ' || j.conname || ';' end
         || case when not exists (select 1 from indexes i join index_keys k on k.index_id = i.id and k.position = 1 and k.number = c.number
                                  where i.relation_id = c.relation_id and i.is_valid and i.predicate is null)
                 then char(10) || create_index(c.relation_id, c.name) else '' end as fix,
       case when b.declared < b.undeclared then c.database_id || ':no-foreign-keys' end as cause
from (select j.*, quote_ident(substr(t.relname || '_' || a.attname, 1, 58) || '_fkey') as conname
      from judged j join attributes a on a.id = j.attribute_id join relations t on t.id = j.relation_id) j
join columns c on c.id = j.attribute_id
join columns p on p.id = j.referenced_attribute_id
join habit b on b.database_id = c.database_id
where j.severity is not null
  and not exists (select 1 from foreign_key_columns f where f.attribute_id = c.id)
  -- Declared on the partitions, one by one.
  and not exists (select 1 from relations r join constraints f on f.relation_id = r.id and f.type = 'foreign'
                  where r.parent_id = c.relation_id and r.is_partition and f.columns = c.name);
