-- id: postgres/queue-exposed    title: message queues that the API may touch    since: 0.1
-- effect: security    severity: error    default: on    fix: unsafe
-- basis: Supabase Queues; pgmq
select r.id as subject, r.name as object,
       replace(group_concat(distinct g.grantee), ',', ', ') || ' may ' || replace(group_concat(distinct g.privilege), ',', ', ') || ' the messages of queue ' || substr(r.relname, 3)
         || ': row security is off' as message,
       'switch row security on' as fix_title,
       'ALTER TABLE ' || r.name || ' ENABLE ROW LEVEL SECURITY;' as fix
from relations r
join grants g on g.object_kind = 'relation' and g.object_id = r.id and g.grantee in ('anon', 'authenticated', 'public')
where r.schema = 'pgmq' and (r.relname like 'q\_%' escape '\' or r.relname like 'a\_%' escape '\')
  and r.kind in ('table', 'partitioned') and not r.is_partition and not r.row_security
  and g.privilege in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
group by r.id;
