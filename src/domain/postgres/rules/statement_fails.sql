-- id: postgres/statement-fails    title: statements that PostgreSQL rejects    since: 0.1
-- effect: correctness    severity: error    default: on    fix: none
-- basis: PostgreSQL manual, appendix A
with recursive first (id, root) as (
  select id, id from load_notes where kind in ('failed', 'cut_off') and cause_id is null
  union all
  select n.id, f.root from load_notes n join first f on n.cause_id = f.id)
select r.id as subject, r.file || ': ' || r.statement as object, r.file, r.line, r.column,
       r.message || coalesce(' (' || r.hint || ')', '')
         || case when count(*) > 1 then '; ' || (count(*) - 1) || ' later statement' || case when count(*) > 2 then 's fail' else ' fails' end
                || ' because of it' else '' end as message
from first f join load_notes r on r.id = f.root
group by r.id;
