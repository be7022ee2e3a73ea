-- id: postgres/replica-lag    title: standbys that lag behind    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 27.2.4
select s.database_id as subject, 'standby ' || coalesce(nullif(s.application, ''), '?') as object,
       coalesce(s.sync_state || ' ', '') || 'standby is ' || coalesce(cast(round(s.replay_lag_seconds) as integer) || ' seconds and ', '')
         || case when s.replay_lag_bytes >= 10737418240 then cast(s.replay_lag_bytes / 1073741824 as integer) || ' GB' when s.replay_lag_bytes >= 1073741824 then round(s.replay_lag_bytes / 1073741824.0, 1) || ' GB' else cast(s.replay_lag_bytes / 1048576 as integer) || ' MB' end || ' behind' || case when s.state <> 'streaming' then ' (' || s.state || ')' else '' end
         || case when s.sync_state in ('sync', 'quorum') then ': reads of it are that old; commits with remote_apply wait for it' else ': reads of it are that old, and so much is lost if the primary is' end as message,
       case when s.replay_lag_seconds >= 600 or s.replay_lag_bytes >= 16 * 1073741824 then 'error' end as severity
from standbys s
where s.state in ('streaming', 'catchup') and (s.replay_lag_seconds >= 30 or s.replay_lag_bytes >= 1073741824);
