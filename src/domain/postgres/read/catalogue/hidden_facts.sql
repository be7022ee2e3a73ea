select h.what, h.class, h.reason, h.remedy
from (
  select 'sessions' as what, 'L' as class, 'statements, states and transactions of other roles'' sessions' as reason,
         'GRANT pg_read_all_stats TO ' || quote_ident(current_user) as remedy
  where not pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
  union all
  select 'standbys', 'L', 'state and lag of standbys', 'GRANT pg_read_all_stats TO ' || quote_ident(current_user)
  where not pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') and exists (select from pg_stat_replication)
  union all
  select 'settings', 'L', 'settings that only a superuser sees', 'GRANT pg_read_all_settings TO ' || quote_ident(current_user)
  where not pg_has_role(current_user, 'pg_read_all_settings', 'USAGE')
  union all
  select 'column_statistics', 'T', t.n || ' tables whose columns the role may not read',
         /*140000+*/ 'GRANT pg_read_all_data TO ' /*else*/ 'GRANT SELECT ON them TO ' /*end*/ || quote_ident(current_user)
  from (select count(*) as n from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and not has_any_column_privilege(c.oid, 'SELECT')) t
  where t.n > 0
  union all
  select 'sequences', 'S', 'last values of ' || t.n || ' sequences',
         /*140000+*/ 'GRANT pg_read_all_data TO ' /*else*/ 'GRANT SELECT ON them TO ' /*end*/ || quote_ident(current_user)
  from (select count(*) as n from pg_sequence q join pg_class c on c.oid = q.seqrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
          and not has_sequence_privilege(q.seqrelid, 'SELECT, USAGE')) t
  where t.n > 0) h
