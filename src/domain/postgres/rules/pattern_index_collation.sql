-- id: postgres/pattern-index-collation    title: indexes that LIKE cannot use    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe    prover: workload_index    optional: statistics
-- basis: PostgreSQL manual 11.10
with prefixes as (
  select c.use_id, c.query_id, c.relation_id, c.attribute_id, c.name, k.index_id, q.said, q.file, q.line, q.evidence, q.mean_ms,
         row_number() over (partition by c.attribute_id order by q.share desc, q.id) as place
  from narrowing_columns c
  join workload q on q.id = c.query_id
  join indexes i on i.relation_id = c.relation_id and i.method = 'btree' and i.is_valid
  join index_keys k on k.index_id = i.id and k.position = 1 and k.number = c.number and k.is_default_class
  -- 950, 951: the collations "C" and "POSIX".
  where c.role = 'prefix' and c.type_name in ('text', 'varchar', 'bpchar') and coalesce(k.collation_id, 100) not in (950, 951))
select p.use_id as subject, t.name || '(' || p.name || ')' as object, p.file, p.line, p.evidence as evidence,
       p.said || ' asks for a beginning of ' || p.name || ', and ' || i.name || ' answers that only in a database of collation C: elsewhere all of '
         || t.name || ' is read' as message,
       'add an index that compares bytes' as fix_title,
       replace(create_index(p.relation_id, p.name || ' text_pattern_ops'), 'text_pattern_ops_idx', '_pattern_idx') as fix
from prefixes p
left join relation_statistics s on s.relation_id = p.relation_id
join tables t on t.id = p.relation_id
join indexes i on i.id = p.index_id
where p.place = 1 and coalesce(p.mean_ms, 5) >= 5 and coalesce(s.row_estimate, 10000) >= 10000
  and not exists (select 1 from indexes o join index_keys k on k.index_id = o.id join attributes a on a.relation_id = o.relation_id and a.number = k.number
                  where o.relation_id = p.relation_id and o.is_valid and a.id = p.attribute_id and (k.position = 1 or o.method <> 'btree')
                    and (k.operator_class like '%pattern_ops' or k.operator_class like '%trgm%' or k.collation_id in (950, 951)))
  and not exists (select 1 from database_facts f join databases d on d.id = f.database_id and d.kind = 'live'
                  where f.database_id = t.database_id and f.collation in ('C', 'POSIX'));
