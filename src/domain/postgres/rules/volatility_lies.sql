-- id: postgres/volatility-lies    title: functions that are less stable than they say    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: unsafe    prover: volatility
-- basis: PostgreSQL manual 38.7
with told as (
  select r.*, (select group_concat(distinct b.name) from function_tables t join relations b on b.id = t.relation_id where t.function_id = r.id and t.is_written) as written,
         (select group_concat(distinct b.name) from function_tables t join relations b on b.id = t.relation_id where t.function_id = r.id) as named,
         matches(r.body, '\b(clock_timestamp|random|gen_random_uuid|uuid_generate_v[14]|nextval|setval)\s*\(') as by_chance,
         matches(r.body, '\b(now|statement_timestamp|transaction_timestamp)\s*\(|\b(current_timestamp|current_date|localtimestamp|current_user|session_user)\b|\bcurrent_setting\s*\(') as by_session
  from routines r
  where r.language in ('sql', 'plpgsql') and r.kind = 'function' and not r.is_trigger and r.volatility <> 'volatile'),
judged as (
  select t.*, case when t.written is not null then 'writes'
                   when t.volatility = 'immutable' and t.named is not null then 'reads'
                   when t.by_chance then 'chance'
                   when t.volatility = 'immutable' and t.by_session then 'session' end as fault
  from told t)
select j.id as subject, j.path as object, j.file, j.line,
       'declared ' || upper(j.volatility) || ', but it '
         || case j.fault when 'writes' then 'writes ' || replace(j.written, ',', ', ') || ': PostgreSQL refuses that in a function that is not VOLATILE, so the call fails'
              when 'reads' then 'reads ' || replace(j.named, ',', ', ') || ': plans that were kept, and queries with constant arguments, go on with the old answer when the table changes'
              when 'chance' then 'gives another answer at each call: PostgreSQL may call it once for a whole statement, or once for a plan'
              else 'asks for the time or for settings of the session: plans that were kept go on with the old answer' end as message,
       case j.fault when 'writes' then 'error' end as severity,
       'declare what it is' as fix_title,
       'ALTER FUNCTION ' || j.name || case when j.fault in ('writes', 'chance') or j.by_chance then ' VOLATILE;' else ' STABLE;' end as fix
from judged j
where j.fault is not null
  -- On an index or a generated column the lie costs more: postgres/index-lies-immutable.
  and not exists (select 1 from dependencies d where d.referenced_kind = 'function' and d.referenced_id = j.id and d.kind in ('index', 'default'));
