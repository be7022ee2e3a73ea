-- id: joint/tenant-forgotten    title: queries that do not ask whose a row is    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- basis: OWASP Top Ten 2021, A01; CWE-639
with asking as (
  select distinct c.query_id, t.attname from query_columns c join tenant_columns t on t.attribute_id = c.attribute_id
  where c.role in ('equality', 'join', 'fixed', 'range')),
mentions as (
  select t.relation_id, t.name as tenant, u.query_id, max(u.usage) as usage,
         exists (select 1 from asking a where a.query_id = u.query_id and a.attname = t.attname) as asks
  from tenant_columns t join query_tables u on u.relation_id = t.relation_id and u.usage <> 'insert'
  group by t.relation_id, u.query_id),
habits as (
  select relation_id, sum(asks) as asking, sum(not asks) as not_asking from mentions group by relation_id)
select q.id as subject, r.name || '(' || m.tenant || ')' as object, q.file, q.line, q.evidence as evidence,
       q.said || case m.usage when 'read' then ' reads' when 'update' then ' changes' else ' deletes' end || ' rows of ' || r.name || ' whoever they belong to: '
         || h.asking || ' other queries ask for ' || m.tenant || ', this one does not' as message,
       case when m.usage <> 'read' then 'warning' end as severity,
       r.id || ':' || m.usage as cause
from mentions m
join habits h on h.relation_id = m.relation_id
join relations r on r.id = m.relation_id
join workload q on q.id = m.query_id
where not m.asks and h.asking >= 2 and h.asking > h.not_asking
  -- Row security asks for every query.
  and not r.row_security;
