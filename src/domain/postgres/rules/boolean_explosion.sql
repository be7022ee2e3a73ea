-- id: postgres/boolean-explosion    title: one state kept in many booleans    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual    prover: two_states
-- basis: PostgreSQL manual 8.7; Codd's information principle
with flags as (
  select c.*, 
         has_word(c.attname, 'draft new pending sent submitted confirmed accepted approved rejected declined received paid shipped delivered '
                             || 'returned refunded cancelled canceled completed complete finished closed open opened processing processed '
                             || 'running queued waiting failed done started stopped expired resolved reopened') as is_state
  from (select * from columns order by relation_id, number) c
  where c.type_name = 'bool' and matches(c.attname, '^(is|has|was)_?[a-zA-Z]') and c.generated is null),
grouped as (
  select f.relation_id, f.table_name, min(f.id) as first_id, min(f.file) as file, min(f.line) as line, count(*) as columns,
         sum(f.is_state) as states, group_concat(f.name, ', ') as names
  from flags f group by f.relation_id)
select g.first_id as subject, g.table_name || '(' || g.names || ')' as object, g.file, g.line,
       'only ' || b.combinations || ' of ' || (1 << b.column_count) || ' combinations occur in ' || b.rows || ' rows'
         || case when b.exclusive_rows = b.rows then ', and never two of them are true' else '' end
         || ': ' || g.columns || ' columns keep one state, and nothing refuses the impossible ones' as message,
       'one column for the state' as fix_title
from grouped g
join boolean_profile b on b.relation_id = g.relation_id
where g.columns >= 5 and b.column_count = g.columns
  and b.combinations between 3 and g.columns + 1 and b.rows >= 10 * b.combinations
  and (g.states >= 3 or b.exclusive_rows = b.rows)
  and not exists (select 1 from checks k where k.relation_id = g.relation_id
                  and (select count(*) from flags f where f.relation_id = g.relation_id
                       and ' ' || k.numbers || ' ' like '% ' || f.number || ' %') >= 2);
