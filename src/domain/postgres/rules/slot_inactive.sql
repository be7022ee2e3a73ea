-- id: postgres/slot-inactive    title: replication slots that nobody reads    since: 0.1
-- effect: correctness    severity: error    default: on    fix: unsafe
-- basis: PostgreSQL manual 27.2.6, 52.19
select s.database_id as subject, 'slot ' || s.name as object,
       s.type || ' slot ' || s.name || ' has no reader and keeps ' || case when s.retained_bytes >= 10737418240 then cast(s.retained_bytes / 1073741824 as integer) || ' GB' when s.retained_bytes >= 1073741824 then round(s.retained_bytes / 1073741824.0, 1) || ' GB' else cast(s.retained_bytes / 1048576 as integer) || ' MB' end || ' of WAL on the disk'
         || case when k.number >= 0 then ' (at most ' || case when k.bytes >= 10737418240 then cast(k.bytes / 1073741824 as integer) || ' GB' when k.bytes >= 1073741824 then round(k.bytes / 1073741824.0, 1) || ' GB' else cast(k.bytes / 1048576 as integer) || ' MB' end || ', then it is lost)' else ': nothing limits it, and a full disk stops the server' end as message,
       case when k.number >= 0 then 'warning' end as severity,
       'drop the slot if its reader is gone for good' as fix_title,
       'SELECT pg_drop_replication_slot(' || quote_literal(s.name) || ');' as fix
from replication_slots s left join amounts k on k.database_id = s.database_id and k.name = 'max_slot_wal_keep_size'
where not s.is_active and s.retained_bytes > 1073741824 and coalesce(s.wal_status, '') <> 'lost' and s.invalidation_reason is null;
