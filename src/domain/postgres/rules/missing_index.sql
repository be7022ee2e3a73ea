-- id: postgres/missing-index    title: lookups that no index serves    since: 0.1
-- effect: speed    severity: note    default: on    fix: safe    prover: workload_index    optional: statistics
-- basis: PostgreSQL manual 11.3
with keys as (
  select c.use_id, c.name, c.role, c.position, c.category, c.type_name,
         -- Few values: worth a place in an index, but not the first.
         c.type_name = 'bool' or c.category = 'E' or coalesce(s.distinct_values between 0 and 20, has_word(c.attname, 'status state type kind role level gender reason channel')) as is_broad
  from narrowing_columns c left join column_statistics s on s.attribute_id = c.attribute_id
  where not exists (select 1 from query_columns f where f.use_id = c.use_id and f.attribute_id = c.attribute_id and f.role = 'fixed' and f.condition like '% IS %NULL')
    -- The key of partitions has left most rows out before an index could.
    and not exists (select 1 from relations r where r.id = c.relation_id and r.kind = 'partitioned' and matches(r.partition_key, '[( "]' || c.attname || '[) ",:]'))),
wanted as (
  select u.*, (select group_concat(name, ', ') from (select k.name from keys k where k.use_id = u.id and k.role = 'equality' and not k.is_broad
                                                     and k.type_name not in ('json', 'jsonb', 'xml', 'point') order by k.position limit 3)) as equal,
         (select k.name from keys k where k.use_id = u.id and k.role = 'range' and (k.category = 'D' or g.row_estimate is not null) order by k.position limit 1) as ranged,
         (select k.name from keys k where k.use_id = u.id and k.role = 'containment' and (k.type_name in ('jsonb', 'tsvector') or k.category = 'A') limit 1) as contained,
         g.row_estimate
  from unserved_uses u join growing_tables g on g.relation_id = u.relation_id),
proposed as (
  select w.*, coalesce(w.equal || ', ' || w.ranged, w.equal, w.ranged, w.contained) as columns, q.said, q.file, q.line, q.evidence, q.share, q.mean_ms,
         row_number() over (partition by w.relation_id, coalesce(w.equal || ', ' || w.ranged, w.equal, w.ranged, w.contained) order by q.share desc, q.id) as place,
         count(*) over (partition by w.relation_id, coalesce(w.equal || ', ' || w.ranged, w.equal, w.ranged, w.contained)) as queries
  from wanted w join workload q on q.id = w.query_id
  -- What is quick reads little, whatever the schema says.
  where coalesce(q.mean_ms, 5) >= 5
    -- Alternatives take an index each, if at all.
    and not q.has_or)
select p.id as subject, t.name || '(' || p.columns || ')' as object, p.file, p.line, p.evidence as evidence,
       p.said || case p.queries when 1 then '' when 2 then ' and another query' else ' and ' || (p.queries - 1) || ' other queries' end
         || case p.queries when 1 then ' reads' else ' read' end || ' all of ' || t.name || ' for rows by ' || p.columns || ': no index leads with '
         || case when instr(p.columns, ',') then 'any of these' else 'it' end as message,
       case when p.row_estimate >= 100000 or p.mean_ms >= 100 then 'warning' end as severity,
       'index what the query looks for' as fix_title,
       case when p.columns = p.contained
            then replace(create_index(p.relation_id, p.columns), ' (' || p.columns, ' USING gin (' || p.columns) else create_index(p.relation_id, p.columns) end as fix
from proposed p join tables t on t.id = p.relation_id
where p.place = 1 and p.columns is not null
  -- Said by unindexed-foreign-key.
  and not exists (select 1 from foreign_keys f where f.child_id = p.relation_id and f.serving_index is null
                    and instr(p.columns || ',', f.columns || ',') = 1);
