select s.subname as name, s.subenabled as is_enabled,
       case when has_column_privilege('pg_subscription', 'subconninfo', 'SELECT')
            then (to_jsonb(s) ->> 'subconninfo') ~* 'password=' end as holds_password
from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())
