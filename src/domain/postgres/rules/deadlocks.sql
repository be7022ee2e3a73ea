-- id: postgres/deadlocks    title: deadlocks    since: 0.1
-- effect: correctness    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 13.3.4
select d.database_id as subject, 'deadlocks' as object,
       d.deadlocks || ' deadlocks in ' || cast(d.statistics_days as integer) || ' days: each ended a transaction with an error after deadlock_timeout' as message,
       case when d.deadlocks / d.statistics_days >= 24 then 'warning' end as severity
from database_statistics d
where d.statistics_days >= 1 and d.deadlocks >= 3 and d.deadlocks / d.statistics_days >= 1;
