-- id: postgres/extension-unavailable    title: extensions that the server, or the next one, lacks    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: none
-- basis: PostgreSQL release notes
with gone (name, major, instead) as (values
  ('adminpack', 17, 'pgAdmin no longer needs it'), ('old_snapshot', 17, 'drop it'),
  ('chkpass', 11, 'use pgcrypto'), ('tsearch2', 10, 'use the built-in text search'),
  ('plpython2u', 15, 'port the functions to plpython3u'), ('plpythonu', 15, 'port the functions to plpython3u'),
  ('intagg', 19, 'use array_agg'))
select x.id as subject, quote_ident(x.name) as object,
       case when g.name is not null then 'PostgreSQL ' || g.major || ' no longer has ' || x.name || ': pg_upgrade stops on it; ' || g.instead
            else 'the server has no files of ' || x.name || ' any more: its functions fail, and a dump cannot be restored there' end as message,
       case when g.name is not null and g.major > d.version / 10000 + 1 then 'note' when g.name is null then 'error' end as severity
from extensions x
join databases d on d.id = x.database_id
left join gone g on g.name = x.name and g.major > d.version / 10000
where g.name is not null or x.default_version is null and x.version <> 'stub' and d.kind = 'live';
