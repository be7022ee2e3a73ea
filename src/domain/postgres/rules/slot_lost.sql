-- id: postgres/slot-lost    title: replication slots whose WAL is gone    since: 0.1
-- effect: correctness    severity: error    default: on    fix: unsafe
-- basis: PostgreSQL manual 52.19
select s.database_id as subject, 'slot ' || s.name as object,
       s.type || ' slot ' || s.name
         || case when s.wal_status = 'unreserved' and s.invalidation_reason is null
                 then ' is about to be lost: the next checkpoint may remove WAL that its reader still needs'
                 else ' is lost' || coalesce(' (' || s.invalidation_reason || ')', ': the WAL that its reader needs was removed')
                   || '; the reader cannot go on and must be built anew' end as message,
       case when s.wal_status = 'unreserved' and s.invalidation_reason is null then 'warning' end as severity,
       case when s.wal_status = 'lost' or s.invalidation_reason is not null then 'drop it, then build the reader anew' end as fix_title,
       case when s.wal_status = 'lost' or s.invalidation_reason is not null then 'SELECT pg_drop_replication_slot(' || quote_literal(s.name) || ');' end as fix
from replication_slots s
where s.wal_status in ('lost', 'unreserved') or s.invalidation_reason is not null;
