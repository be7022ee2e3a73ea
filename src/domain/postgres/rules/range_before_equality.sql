-- id: postgres/range-before-equality    title: indexes that put the range before the equality    since: 0.1
-- effect: speed    severity: note    default: on    fix: unsafe    prover: workload_index    optional: statistics
-- basis: PostgreSQL manual 11.3
with crossed as (
  select i.id as index_id, i.relation_id, r.position as ranged_at, e.position as equal_at, cr.name as ranged, ce.name as equal, cr.use_id, cr.query_id
  from table_indexes i
  join index_keys r on r.index_id = i.id and r.is_key and r.number <> 0
  join index_keys e on e.index_id = i.id and e.is_key and e.position > r.position
  join narrowing_columns cr on cr.relation_id = i.relation_id and cr.number = r.number and cr.role = 'range'
  join narrowing_columns ce on ce.use_id = cr.use_id and ce.number = e.number and ce.role = 'equality' and ce.type_name <> 'bool'
  where i.method = 'btree' and i.is_valid and i.constraint_id is null and not i.is_unique
    and not exists (select 1 from narrowing_columns x where x.use_id = cr.use_id and x.number = r.number and x.role = 'equality')
    -- Up to the range the query says "=" of every key.
    and not exists (select 1 from index_keys k where k.index_id = i.id and k.position < r.position
                      and not exists (select 1 from narrowing_columns x where x.use_id = cr.use_id and x.number = k.number and x.role = 'equality')))
select c.use_id as subject, i.name as object, i.file, i.line, q.evidence as evidence,
       'with a range of ' || c.ranged || ' before ' || c.equal || ', ' || i.name || ' is read over the whole range for ' || q.said || ': ' || c.equal || ' belongs first' as message,
       'put the equality first' as fix_title,
       create_index(c.relation_id, coalesce((select group_concat(k.expression, ', ') || ', ' from index_keys k where k.index_id = i.id and k.position < c.ranged_at), '')
                                     || c.equal || ', ' || c.ranged, i.predicate) || char(10) || drop_index(i.id) as fix
from crossed c
join table_indexes i on i.id = c.index_id
join workload q on q.id = c.query_id
where coalesce(q.mean_ms, 1) >= 1 and not q.has_or
  -- The equality has an index that begins with it.
  and not exists (select 1 from indexes o join index_keys k on k.index_id = o.id and k.position = 1 join attributes a on a.relation_id = o.relation_id and a.number = k.number
                  where o.relation_id = c.relation_id and o.is_valid and a.name = c.equal)
  -- Other queries need it as it is: the range without the equality, or its order.
  and not exists (select 1 from query_columns x join attributes a on a.id = x.attribute_id
                  where x.relation_id = c.relation_id and a.name = c.ranged and x.role in ('range', 'equality', 'order', 'join', 'prefix')
                    and not exists (select 1 from narrowing_columns y where y.use_id = x.use_id and y.name = c.equal and y.role = 'equality'))
group by i.id
having q.share = max(q.share);
