-- id: postgres/index-beyond-unique    title: indexes with more columns than a unique one needs    since: 0.1
-- effect: cost    severity: note    default: on    fix: unsafe
-- basis: PostgreSQL manual 11.3
select i.id as subject, i.name as object, i.file, i.line,
       o.name || ' finds one row by (' || o.columns || ') at most: the further columns of (' || i.columns || ') narrow nothing' as message,
       'drop the longer index' as fix_title, drop_index(i.id) as fix
from table_indexes i
join plain_unique_indexes o on o.relation_id = i.relation_id and o.id <> i.id
where i.method = 'btree' and i.is_valid and not i.is_unique and not i.has_expressions and i.constraint_id is null and i.include_numbers = ''
  and i.key_count > o.key_count and substr(i.numbers || ' ', 1, length(o.numbers) + 1) = o.numbers || ' '
  -- With a predicate or another class it serves other searches; a nullable column is not unique.
  and i.predicate is null
  and not exists (select 1 from index_keys k left join attributes a on a.relation_id = o.relation_id and a.number = k.number
                  where k.index_id = o.id and k.is_key and not a.not_null)
  and not exists (select 1 from index_keys k where k.index_id = i.id and k.is_key and not k.is_default_class)
  and not exists (select 1 from foreign_key_service k where k.serving_index_id = i.id)
group by i.id;
