-- id: postgres/unique-with-nulls    title: unique constraints that NULL passes by    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: twin_row
-- basis: PostgreSQL manual 5.4.3
with keyed as (
  select i.*, k.position, a.attname, a.name as column_name, a.not_null, a.type_name, a.number,
         exists (select 1 from foreign_key_columns f where f.attribute_id = a.id)
         or exists (select 1 from reference_candidates r where r.attribute_id = a.id and r.evidence = 'name') as is_reference
  from table_indexes i
  join index_keys k on k.index_id = i.id and k.is_key
  join attributes a on a.relation_id = i.relation_id and a.number = k.number
  where i.is_unique and not i.is_primary and i.is_valid and not i.has_expressions and not i.nulls_not_distinct and i.key_count >= 2),
holes as (
  -- The nullable columns that say where the rest is unique: a reference, a time of deletion, a place or a kind. One that names
  -- the row itself (external_id, slug) may be missing by design.
  select k.* from keyed k
  where not k.not_null
    and (k.is_reference or k.type_name in ('timestamptz', 'timestamp', 'date', 'bool')
         or has_word(k.attname, 'country region state locale language currency zone area scope parent type kind category deleted level version')
         or k.position < k.key_count and exists (select 1 from keyed o where o.id = k.id and o.position > k.position and o.not_null
                                                    and not o.is_reference))
    and not has_word(k.attname, 'external uid token sha md5 hash remote legacy')
    and not matches(coalesce(k.predicate, ''), '(^|[^a-z_])' || k.attname || ' IS (NOT )?NULL'))
select h.id as subject, h.table_name || '(' || h.columns || ')' as object, h.file, h.line,
       'rows whose ' || group_concat(h.column_name, ' or ') || ' is NULL are never equal: the same ' || h.columns || ' can be there twice' as message,
       case when d.version >= 150000 then 'count NULLs as equal' else 'require the column' end as fix_title,
       case when d.version < 150000 then 'ALTER TABLE ' || h.table_name || ' ALTER COLUMN ' || min(h.column_name) || ' SET NOT NULL;'
            -- Where rows are marked as deleted the constraint gives way to an index of the living: postgres/soft-delete-unique.
            when h.constraint_id is not null and not exists (select 1 from deletion_marks m where m.relation_id = h.relation_id)
            then 'ALTER TABLE ' || h.table_name || ' DROP CONSTRAINT ' || quote_ident(h.relname) || ', ADD CONSTRAINT '
                 || quote_ident(h.relname) || ' UNIQUE NULLS NOT DISTINCT (' || h.columns || ');' end as fix
from holes h
join databases d on d.id = h.database_id
where not exists (select 1 from constraints f where f.type = 'foreign' and f.index_id = h.id)
  -- A twin for the rows with NULL: a unique index WHERE … IS NULL, or over coalesce(…).
  and not exists (select 1 from indexes o where o.relation_id = h.relation_id and o.is_unique and o.id <> h.id
                    and (o.predicate like '%' || h.column_name || ' IS NULL%'
                         or o.has_expressions and o.columns like '%COALESCE(' || h.column_name || '%'))
  -- Exactly one of several columns is filled: the key of each kind is whole.
  and not exists (select 1 from checks c where c.relation_id = h.relation_id and (c.expression like '%num_n%null%' and c.expression like '%' || h.column_name || '%' or c.expression like '%(' || h.column_name || ' IS %NULL)%'))
group by h.id
having exists (select 1 from keyed o where o.id = h.id and o.not_null);
