-- id: postgres/ssl-off    title: connections without encryption    since: 0.1
-- effect: security    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 20.3.3
with values_of as (
  select database_id, max(case name when 'ssl' then value end) as ssl, max(case name when 'listen_addresses' then value end) as listens,
         max(case name when 'ssl_min_protocol_version' then value end) as least, max(case name when 'ssl_ciphers' then value end) as ciphers
  from settings group by database_id)
select d.id as subject, 'ssl' as object,
       'ssl is off while the server listens on ' || v.listens || ': passwords'' hashes and all rows cross the network readable' as message
from values_of v join databases d on d.id = v.database_id
where v.ssl = 'off' and coalesce(v.listens, '') not in ('', 'localhost', '127.0.0.1', '::1')
union all
select d.id, 'ssl_min_protocol_version', 'ssl_min_protocol_version is ' || coalesce(nullif(v.least, ''), 'not set') || ': clients may be talked down to a TLS that is broken'
from values_of v join databases d on d.id = v.database_id
where v.ssl = 'on' and coalesce(v.least, 'TLSv1.2') in ('', 'TLSv1', 'TLSv1.1')
union all
select d.id, 'ssl_ciphers', 'ssl_ciphers allows ' || replace(replace(replace(v.ciphers, 'HIGH:', ''), 'MEDIUM:', ''), ':!aNULL', '') || ': ciphers that are broken'
from values_of v join databases d on d.id = v.database_id
where v.ssl = 'on' and matches(v.ciphers, '(^|:)\+?(LOW|EXP|EXPORT|NULL|eNULL|aNULL|RC4|DES|ADH|MD5|ALL)(:|$)');
