-- id: postgres/rollbacks    title: transactions that are rolled back    since: 0.1
-- effect: correctness    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 27.2.17
select d.database_id as subject, 'xact_rollback' as object,
       cast(100.0 * d.rollbacks / (d.commits + d.rollbacks) as integer) || ' % of ' || (d.commits + d.rollbacks) || ' transactions were rolled back: their work was done for nothing' as message
from database_statistics d
where d.commits + d.rollbacks >= 100000 and d.rollbacks > 0.1 * (d.commits + d.rollbacks);
