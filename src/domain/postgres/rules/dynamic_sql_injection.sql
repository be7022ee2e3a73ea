-- id: postgres/dynamic-sql-injection    title: functions that execute their arguments as SQL    since: 0.1
-- effect: security    severity: error    default: on    fix: manual    prover: quote_breaks_out
-- basis: PostgreSQL manual 43.5.4
select f.id as subject, f.path as object, f.file, f.line,
       replace(group_concat(distinct d.argument), ',', ', ') || case count(distinct d.argument) when 1 then ' becomes' else ' become' end
         || ' part of the statement that line ' || min(d.line) || ' of the body executes, without quoting: what a caller passes is run as SQL'
         || case when f.is_security_definer then ' with the rights of the function''s owner' else '' end as message,
       case when not f.is_security_definer and min(has_word(d.argument, 'table tbl schema schemas relation rel column col columns name names partition index sequence type field key prefix suffix'))
            then 'warning' end as severity
from dynamic_sql d
join routines f on f.id = d.function_id
where not d.is_checked and (f.is_security_definer or exists (select 1 from reachable_calls c where c.function_id = f.id))
group by f.id;
