-- id: query/extended-statistics    title: columns that depend on each other, estimated as if they did not    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe    prover: dependent_columns
-- basis: PostgreSQL manual 14.2.2, Extended Statistics
with conditions as (
    select m.*, o.condition from misestimates m join whole_conditions o on o.node_id = m.id where m.kind = 'columns'),
pairs as (
    -- The names, where the condition is two equalities and nothing else. With a list of common combinations beside the
    -- dependencies, values outside of that list would be estimated as before.
    select c.*, case when matches(c.condition, '^\(\("?[a-z_]\w*"? = [^()]+\) AND \("?[a-z_]\w*"? = [^()]+\)\)$')
                     then substr(c.condition, 3, instr(c.condition, ' = ') - 3) end as first,
           substr(c.condition, instr(c.condition, ') AND (') + 7) as rest
    from conditions c),
columns as (select p.*, substr(p.rest, 1, instr(p.rest, ' = ') - 1) as second from pairs p)
select p.id as subject, p.path as object,
       printf('%,d rows were expected, %,d came: the conditions depend on each other: %s', p.rows_estimated, p.rows, p.condition) as message,
       e.branch as evidence,
       'tell the planner how the columns depend on each other' as fix_title,
       case when p.first is not null
            -- Before 16 they must have a name.
            then 'CREATE STATISTICS ' || quote_ident(replace(p.relation || '_' || p.first || '_' || p.second, '"', ''))
              || ' (dependencies) ON ' || p.first || ', ' || p.second || ' FROM '
              || t.table_name || ';' || char(10)
              || 'ANALYZE ' || t.table_name || ';' end as fix
from columns p
join node_evidence e on e.node_id = p.id
join node_tables t on t.node_id = p.id;
