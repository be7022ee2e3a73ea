-- What the conditions of nodes test, and which nodes one rule names so that another keeps silent.

-- What keeps an index on plain columns from answering a scan's filter; NULL when nothing does. The text is what
-- EXPLAIN prints: each comparison in parentheses, columns bare, constants quoted and cast.
create view scan_conditions as
select n.id as node_id,
       case when n.filter like '%SubPlan%' then 'subplan'
            -- LIKE '%x', ILIKE, a regular expression that is not anchored
            when matches(n.filter, '(?<![!~])~~ E?''[%_]|(?<![!~])~~\* E?''|(?<![!~])~\*? E?''(?!\^)') then 'wildcard'
            when matches(n.filter, '[\w"] (@>|<@|&&|\?|\?\||\?&|@@|@\?) ') then 'containment'
            when matches(n.filter, '\("?[a-z_][\w.]*"? (->>?|#>>?) [^()]*\)+(::[a-z ]+)? (=|<=?|>=?|~~) ') then 'json'
            -- A call of which an argument begins with a name, compared with something
            when matches(n.filter, '(?<![\w."])"?[a-z_][\w.]*"?(?=\((?:''(?:[^'']|'''')*''|[^'')])*?(?<=[(, ])"?[a-z_])(?<p>\((?:[^()'']|''(?:[^'']|'''')*''|(?&p))*\))(::[a-z ]+)? (=|<=?|>=?|~~) ')
              then 'function'
            when matches(n.filter, '\("?[a-z_][\w.]*"?\)::(numeric|double precision|real|integer|bigint|smallint|date|uuid|time|timestamp)( with(out)? time zone)?(\([0-9, ]+\))? (=|<=?|>=?) ')
              then 'cast'
            when matches(n.filter, '\("?[a-z_][\w.]*"? ([-+*/%]|\|\|) (?:''[^'']*''|[^()''])*\)(::[a-z ]+)? (=|<=?|>=?) ') then 'arithmetic'
            when matches(n.filter, '\(\$[0-9]+ IS NULL\) OR |OR \(\$[0-9]+ IS NULL\)') then 'optional'
            -- Only an OR at the top, whose sides begin with different columns
            when matches(n.filter, '^\((?<p>\((?:[^()'']|''(?:[^'']|'''')*''|(?&p))*\))(?: OR (?&p))+\)$')
                 and matches(n.filter, '^\(\(+"?([\w.]+)"? .* OR \(+(?!"?\1\b)"?[a-z_]') then 'or'
            when matches(n.filter, '(?<![!~])~~ E?''[^%_'']|(?<![!~])~ E?''\^') then 'prefix' end as kind
from plan_nodes n
where n.filter is not null;

-- All that a scan asks of its rows, by an index and afterwards, as one condition.
create view whole_conditions as
select n.id as node_id,
       case when coalesce(n.index_condition, n.recheck_condition) is null then n.filter
            when n.filter is null then coalesce(n.index_condition, n.recheck_condition)
            else '(' || coalesce(n.index_condition, n.recheck_condition) || ' AND ' || n.filter || ')' end as condition
from plan_nodes n
where n.relation is not null;

-- Append nodes that read partitions in vain: at least four partitions hold rows, and three quarters of them gave
-- none because of one and the same filter.
create view unpruned_appends as
select a.id as node_id, count(*) as partitions, sum(m.rows_total = 0) as partitions_in_vain,
       sum(case when m.rows_total = 0 then m.removed_by_filter else 0 end) as rows_in_vain, min(m.filter) as filter,
       sum(m.inclusive_ms) filter (where m.rows_total = 0) as ms_in_vain
from plan_nodes a
join plan_nodes m on m.parent_id = a.id
where a.type in ('Append', 'Merge Append') and m.relation is not null and m.filter is not null
  and m.loops > 0 and m.rows_total + coalesce(m.removed_by_filter, 0) > 0
group by a.id
having count(*) >= 4 and sum(m.rows_total = 0) >= 0.75 * count(*) and min(m.filter) = max(m.filter)
   and sum(case when m.rows_total = 0 then m.removed_by_filter else 0 end) > 1000;

-- Scans whose filter throws away more than nine rows in ten and more than a thousand; of a plan that did not run, scans
-- whose cost is far above what their rows would take (a row costs at least 0.0125, its share of a block not counted).
-- What is read again and again, or in partitions that pruning should have left out, is named by other rules.
create view discarding_scans as
select n.*, c.kind,
       case when n.analyzed then printf('reads %,d rows to keep %,d', n.removed_by_filter + n.rows_total, n.rows_total)
            else printf('reads the whole table for an estimated %,d rows', n.rows_estimated) end as waste
from heavy_nodes n
left join scan_conditions c on c.node_id = n.id
where n.type in ('Seq Scan', 'Sample Scan', 'Bitmap Heap Scan') and n.filter is not null
  and case when n.analyzed then n.removed_by_filter > 1000 and n.removed_by_filter > 9 * n.rows_total
                                and coalesce(n.loops, 1) < 1.5 * n.participants
           else n.type = 'Seq Scan' and n.total_cost > 1000 and n.rows_estimated < 0.5 * n.total_cost
                and n.relationship is not 'Inner' end
  and not exists (select 1 from unpruned_appends u where u.node_id = n.parent_id);

-- Index scans that read far more blocks than the rows they find and the descents they make account for: their condition
-- stands on columns that do not lead the index. Operators of other than ordered indexes are left out; entries of dead
-- rows, which an index-only scan looks up in the table, are accounted for.
create view index_walks as
select n.*, n.exclusive_hit + coalesce(n.exclusive_read, 0) as blocks
from heavy_nodes n
where n.type in ('Index Scan', 'Index Only Scan', 'Bitmap Index Scan') and n.index_condition is not null
  and not matches(n.index_condition, '@|&&|~|<->|\?|<<|>>|%|\bANY\b')
  and n.exclusive_hit + coalesce(n.exclusive_read, 0) > 1000
  and n.exclusive_hit + coalesce(n.exclusive_read, 0)
      > 10 * coalesce(n.index_searches, n.loops)
        + case when n.type = 'Bitmap Index Scan' then 1 else 3 end * (n.rows_total + coalesce(n.removed_by_filter, 0) + n.loops)
        + coalesce(n.heap_fetches, 0);

-- Nodes that a LIMIT above them may have stopped before their end.
create view stopped_early as
with recursive stopped(node_id) as (
    select c.id from plan_nodes l join plan_nodes c on c.parent_id = l.id where l.type = 'Limit'
    union
    select c.id from stopped s
    join plan_nodes n on n.id = s.node_id
    join plan_nodes c on c.parent_id = n.id
    where n.type not in ('Sort', 'Aggregate', 'Hash', 'SetOp', 'BitmapAnd', 'BitmapOr') and c.relationship is not 'InitPlan'
)
select node_id from stopped;

-- Nodes of a join's inner side that run once per outer row, or until the first match.
create view inner_sides as
with recursive inner_nodes(node_id) as (
    select c.id from plan_nodes j join plan_nodes c on c.parent_id = j.id and c.relationship = 'Inner'
    -- What a merge join sorts first is read to its end, once.
    where j.type = 'Nested Loop' or (j.type = 'Merge Join' and c.type <> 'Sort')
    union
    select c.id from inner_nodes s join plan_nodes c on c.parent_id = s.node_id
)
select node_id from inner_nodes;

-- Nodes whose estimate is off by a factor of ten or more, in a thousand rows or more, where the error starts, below a
-- step that was planned with it and suffers: a nested loop of many rounds, or memory that did not suffice. `kind` says
-- what cures it.
create view misestimates as
with wrong as (
    select n.*, case when n.estimate_factor >= 1 then n.estimate_factor else 1 / n.estimate_factor end as error
    from nodes n
    where n.analyzed and n.loops > 0 and n.estimate_factor is not null and max(n.rows, n.rows_estimated) >= 100
      and (n.estimate_factor >= 10 or n.estimate_factor <= 0.1)
      and n.type not in ('Bitmap Index Scan', 'BitmapAnd', 'BitmapOr', 'Limit', 'Materialize', 'Memoize', 'Hash', 'WorkTable Scan', 'Foreign Scan')
      and n.id not in (select node_id from stopped_early) and n.id not in (select node_id from inner_sides)
)
select w.*,
       case when w.type = 'Function Scan' then 'function'
            when w.type = 'Seq Scan' and w.filter is null then 'stale'
            when w.relation is not null and matches(coalesce(w.filter, '') || coalesce(w.index_condition, '') || coalesce(w.recheck_condition, ''), '\$[0-9]')
                 and not exists (select 1 from plan_nodes i where i.plan_id = w.plan_id and i.subplan like 'InitPlan%') then 'generic'
            when w.relation is not null and c.kind in ('function', 'cast', 'arithmetic', 'json') then 'expression'
            when w.relation is not null and w.estimate_factor > 1
                 and matches(o.condition, '^\(\([^()]+\) AND \(|\) AND \([^()]+\)\)$')
                 then 'columns'
            else 'other' end as kind
from wrong w
left join scan_conditions c on c.node_id = w.id
left join whole_conditions o on o.node_id = w.id
where max(w.rows_total, w.rows_estimated) >= 1000
  and not exists (select 1 from plan_ancestors a join wrong below on below.id = a.node_id where a.ancestor_id = w.id)
  and exists (select 1 from plan_ancestors a join plan_nodes j on j.id = a.ancestor_id
              left join plan_nodes i on i.parent_id = j.id and i.relationship = 'Inner'
              where a.node_id = w.id
                and ((j.type = 'Nested Loop' and i.loops > 100) or j.hash_batches > 1 or i.hash_batches > 1 or j.sort_space_type = 'Disk'));

-- Steps of memory that are worth setting, in MB.
create view memory_steps as
with recursive step(mb) as (select 4 union all select 2 * mb from step where mb < 4096)
select mb from step;

-- What a node cost, as evidence: itself, and with what is below.
create view node_evidence as
select id as node_id,
       case when timed then printf('EXPLAIN: %.1f ms, %.0f %% of the plan', exclusive_ms, 100 * share)
            when share is not null then printf('EXPLAIN: %.0f %% of the plan''s estimated cost', 100 * share) end as own,
       case when timed then printf('EXPLAIN: %.1f ms with what is below, %.0f %% of the plan', inclusive_ms, 100 * inclusive_ms / plan_ms) end as branch
from nodes;

-- Plans with a name that tells them apart, and their processes.
create view named_plans as
select p.*, case when p.number > 1 then 'plan ' || p.number else 'plan' end as path,
       1 + coalesce((select max(n.workers_launched) from plan_nodes n where n.plan_id = p.id), 0) as processes
from plans p;

-- Nested loops that no condition joins: what the inner side repeats is every row of it. A condition would stand as a
-- join filter, or as a parameter in a scan that could use one.
create view cross_joins as
select n.*
from heavy_branches n
join plan_nodes o on o.parent_id = n.id and o.relationship = 'Outer'
join plan_nodes i on i.parent_id = n.id and i.relationship = 'Inner'
where n.type = 'Nested Loop' and n.join_filter is null and n.join_type = 'Inner' and i.type in ('Materialize', 'Seq Scan')
  and o.rows_total > 1 and i.rows > 1 and n.rows_total >= 100000 and n.rows_total >= 0.99 * o.rows_total * i.rows;

-- The table of a node, as a statement names it.
create view node_tables as
select id as node_id, case when schema_name is null then '' else quote_ident(schema_name) || '.' end || quote_ident(relation) as table_name
from plan_nodes
where relation is not null;

-- Filters that are a long OR, with the number of its sides.
create view or_chains as
select id as node_id, (length(filter) - length(replace(filter, ') OR (', ''))) / 6 + 1 as alternatives
from plan_nodes
where length(filter) - length(replace(filter, ') OR (', '')) > 600;

-- How many parts the largest Append of a plan has, those included that were pruned when it started; and how many were.
create view partition_counts as
select a.plan_id, max(coalesce(a.subplans_removed, 0) + (select count(*) from plan_nodes m where m.parent_id = a.id)) as partitions,
       sum(a.subplans_removed) as removed
from plan_nodes a
where a.type in ('Append', 'Merge Append')
group by a.plan_id;
