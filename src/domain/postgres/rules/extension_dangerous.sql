-- id: postgres/extension-dangerous    title: extensions that reach out of the database    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- basis: PostgreSQL manual, appendix F
with known (name, does, severity) as (values
  ('plpython3u', 'runs any Python on the server', 'warning'), ('plpython2u', 'runs any Python on the server', 'warning'),
  ('plpythonu', 'runs any Python on the server', 'warning'), ('plperlu', 'runs any Perl on the server', 'warning'),
  ('pltclu', 'runs any Tcl on the server', 'warning'), ('plsh', 'runs any shell command on the server', 'warning'),
  ('plr', 'runs any R on the server', 'warning'), ('plrustu', 'runs any Rust on the server', 'warning'),
  ('adminpack', 'writes files of the server', 'note'), ('file_fdw', 'reads files and runs programs of the server', 'note'),
  ('dblink', 'opens connections from the server, past its firewall', 'note'),
  ('http', 'sends requests from the server, past its firewall', 'note'))
select x.id as subject, quote_ident(x.name) as object,
       k.does || case when f.n > 0 then ': ' || f.n || ' function' || case f.n when 1 then '' else 's' end || ' of yours use it, '
            || f.open || ' of them callable by every role' else '' end as message,
       case when k.severity = 'warning' and f.open > 0 then 'warning' end as severity
from extensions x
join known k on k.name = x.name
left join (select database_id, language, count(*) as n, sum(public_can_execute) as open from functions
           where not is_extension group by database_id, language) f on f.database_id = x.database_id and f.language = x.name;
