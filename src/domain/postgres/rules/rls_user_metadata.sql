-- id: postgres/rls-user-metadata    title: policies that trust what users say of themselves    since: 0.1
-- effect: security    severity: error    default: on    fix: manual
-- basis: Supabase Auth, user management: user_metadata can be changed by the user
select y.id as subject, y.table_name as object, y.file, y.line,
       'policy ' || y.name || ' trusts user_metadata' || coalesce(' (in ' || min(f.name) || ')', '')
         || ', which every user can change with a call to the auth API: use app_metadata' as message
from table_policies y
left join dependencies d on d.kind = 'policy' and d.object_id = y.id and d.referenced_kind = 'function'
left join functions f on f.id = d.referenced_id and matches(f.body, '''user_metadata''|raw_user_meta_data')
where matches(coalesce(y.using_expression, '') || coalesce(y.check_expression, ''), '''user_metadata''|''\{user_metadata|raw_user_meta_data')
   or f.id is not null
group by y.id;
