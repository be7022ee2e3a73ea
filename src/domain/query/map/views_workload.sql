-- Queries with the database that they run on, where they stand, and how a sentence speaks of one. What several workloads
-- have is one query.
create view workload as
select q.*, b.base_id, p.file, p.line,
       '"' || q.name || '"' || case when q.calls > 1 or q.mean_ms is not null
         then printf(' (%,d call%s%s)', q.calls, case when q.calls = 1 then '' else 's' end,
                     case when q.mean_ms >= 10 then printf(' of %.0f ms', q.mean_ms) when q.mean_ms >= 0.1 then printf(' of %.1f ms', q.mean_ms) else '' end)
         else '' end as said,
       -- Where no file shows it, the statement itself.
       case when p.file is null then q.source || ': ' || replace(substr(q.text, 1, 600), char(10), ' ') end as evidence
from queries q join bases b on b.database_id = q.database_id left join places p on p.object_id = q.id
where q.repeats_id is null;

-- Columns by which a query narrows what it reads of a table.
create view narrowing_columns as
select c.*, a.number, a.name, a.attname, a.type_name, a.category
from query_columns c join attributes a on a.id = c.attribute_id
where c.role in ('equality', 'range', 'join', 'prefix', 'containment', 'pattern', 'expression');

-- What an index can be searched by: the first key of a B-tree, any key of others. Those of its partitions serve a table too.
create view search_keys as
select i.relation_id, i.id as index_id, i.name as index_name, i.method, k.number, k.expression, k.position
from indexes i join index_keys k on k.index_id = i.id and k.is_key and (k.position = 1 or i.method <> 'btree')
where i.is_valid
union all
select r.parent_id, i.id, i.name, i.method, a.number, k.expression, k.position
from relations r
join indexes i on i.relation_id = r.id and i.is_valid
join index_keys k on k.index_id = i.id and k.is_key and (k.position = 1 or i.method <> 'btree')
left join attributes p on p.relation_id = r.id and p.number = k.number
join attributes a on a.relation_id = r.parent_id and a.attname = coalesce(p.attname, a.attname)
where r.is_partition and (p.id is not null or instr(k.expression, a.name) > 0);

-- Mentions of tables that conditions narrow, where no index begins with any of the columns. Whether the predicate of a
-- partial index fits is not asked: it is taken to.
create view unserved_uses as
select u.*
from query_tables u
where u.usage <> 'insert'
  and exists (select 1 from narrowing_columns c where c.use_id = u.id and c.role <> 'pattern')
  and not exists (select 1 from narrowing_columns c join search_keys k on k.relation_id = u.relation_id
                  where c.use_id = u.id and (k.number = c.number or k.number = 0 and instr(k.expression, c.name) > 0));

-- Tables known to be large, or, where nobody counted, such as grow: what happens is written into them with its time.
create view growing_tables as
select t.id as relation_id, t.name, s.row_estimate
from tables t left join relation_statistics s on s.relation_id = t.id and t.kind = 'table'
where case when s.row_estimate is not null then s.row_estimate >= 10000
           else t.kind = 'partitioned'
                or exists (select 1 from attributes a where a.relation_id = t.id
                             and (a.type_name in ('timestamptz', 'timestamp') and not has_word(a.attname, 'update updated updates modified modification changed change')
                                  or a.type_name = 'date' and has_word(a.attname, 'create created'))) end;
