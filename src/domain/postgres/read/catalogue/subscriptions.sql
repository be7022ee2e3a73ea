-- needs: a superuser
-- The connection's text is asked for only when the role may read it: a query that names it fails for all others.
select s.subname as name, s.subenabled as is_enabled,
       case when has_column_privilege('pg_subscription', 'subconninfo', 'SELECT')
            then query_to_xml('select subconninfo ~* ''password='' as p from pg_subscription where subname = '
                              || quote_literal(s.subname) || ' and subdbid = ' || s.subdbid, true, true, '')::text like '%<p>true</p>%'
            end as holds_password
from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database())
