-- id: postgres/version    title: servers out of support or behind in minor versions    since: 0.1
-- effect: security    severity: warning    default: on    fix: none
-- basis: PostgreSQL versioning policy, release notes
-- Last minor release of each major that this rule knows, its date, and the month when its support ends.
with releases (major, minor, released, until) as (
  values (9, 6, '2021-11', '2021-11'), (10, 23, '2022-11', '2022-11'), (11, 22, '2023-11', '2023-11'),
         (12, 22, '2024-11', '2024-11'), (13, 23, '2025-11', '2025-11'), (14, 23, '2026-05', '2026-11'),
         (15, 20, '2026-11', '2027-11'), (16, 14, '2026-05', '2028-11'), (17, 10, '2026-05', '2029-11'),
         (18, 4, '2026-05', '2030-11')),
servers as (
  select d.id, d.version / 10000 as major, d.version % 10000 as minor, s.value as said
  from databases d join settings s on s.database_id = d.id and s.name = 'server_version')
select s.id as subject, 'server_version' as object,
       case when s.said like '%beta%' or s.said like '%rc%' or s.said like '%devel%'
            then 'PostgreSQL ' || s.said || ' is no release: its files may not be readable by the release that follows'
            when date('now') >= date(r.until || '-01', '+1 month')
            then 'PostgreSQL ' || s.major || ' gets no more fixes since ' || r.until || ', not even of security holes'
            else 'PostgreSQL ' || s.major || '.' || s.minor || ' is ' || (r.minor - s.minor)
                 || ' minor releases behind ' || s.major || '.' || r.minor || ' of ' || r.released || ': each fixes bugs of data and of security' end as message,
       case when s.said not like '%beta%' and s.said not like '%rc%' and s.said not like '%devel%'
              and date('now') < date(r.until || '-01', '+1 month') and r.minor - s.minor = 2 then 'note' end as severity
from servers s left join releases r on r.major = s.major
where s.said like '%beta%' or s.said like '%rc%' or s.said like '%devel%'
   or date('now') >= date(r.until || '-01', '+1 month') or r.minor - s.minor >= 2;
