-- id: postgres/bucket-listable    title: storage buckets that anybody can list    since: 0.1
-- effect: security    severity: warning    default: on    fix: manual
-- basis: Supabase Storage, access control
select y.id as subject, r.name as object,
       'policy ' || y.name || ' lets ' || case when y.roles like '%anon%' then 'anybody' else 'every role' end || ' list '
         || case when f.using_always then 'all files of all buckets'
                 else 'all files of bucket ' || substr(y.using_expression, instr(y.using_expression, '''') + 1,
                        instr(substr(y.using_expression, instr(y.using_expression, '''') + 1), '''') - 1) end
         || ': to fetch files of a public bucket by their address no policy is needed' as message
from policies y
join policy_facts f on f.policy_id = y.id
join relations r on r.id = y.relation_id and r.schema = 'storage' and r.relname = 'objects'
where y.is_permissive and y.command in ('select', 'all')
  and (',' || y.roles || ',' like '%,anon,%' or ',' || y.roles || ',' like '%,public,%')
  and (f.using_always or matches(y.using_expression, '^\(*bucket_id = ''[^'']+''(::text)?\)*$'));
