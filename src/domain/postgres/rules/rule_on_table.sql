-- id: postgres/rule-on-table    title: rewrite rules on tables    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: rule_evaluates
-- basis: PostgreSQL manual 41.7: rules versus triggers
select w.id as subject, t.name as object, p.file, p.line,
       'rule ' || w.name || ' rewrites ' || upper(w.event) || ' on ' || t.name
         || ': volatile expressions are evaluated twice and counts of rows are wrong' as message
from rewrite_rules w join tables t on t.id = w.relation_id
left join places p on p.object_id = w.id;
