-- id: joint/star-reads-secrets    title: every column, the secret ones too    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- basis: OWASP Top Ten 2021, A04; CWE-201
with secrets as (
  select c.relation_id, c.name, c.number
  from columns c
  where has_word(c.attname, 'password passwd pwd passphrase secret token salt otp cvv ssn iban totp')
    -- The hash of a token opens nothing, that of a password can be guessed from.
    and not (has_word(c.attname, 'hash hashed digest') and not has_word(c.attname, 'password passwd pwd passphrase'))
    and not matches(words(c.attname), '(^| )(at|on|count|expires|expiry|id|sent|changed|updated|hint|type|policy|length|set)$')
    and c.type_name in ('text', 'varchar', 'bpchar', 'bytea', 'citext')),
asked as (
  select u.relation_id, q.id as query_id, q.said, q.file, q.line, q.evidence,
         count(*) over (partition by u.relation_id) as queries, row_number() over (partition by u.relation_id order by q.share desc, q.id) as place
  from query_tables u join workload q on q.id = u.query_id
  where q.gives_star and u.reads_all and u.usage <> 'insert' and exists (select 1 from secrets s where s.relation_id = u.relation_id))
select a.query_id as subject, t.name || '(' || group_concat(s.name, ', ') || ')' as object, a.file, a.line, a.evidence as evidence,
       a.said || case a.queries when 1 then ' takes' when 2 then ' and another query take' else ' and ' || (a.queries - 1) || ' other queries take' end
         || ' every column of ' || t.name || ', ' || group_concat(s.name, ', ') || ' included: what logs, caches and answers make of the row holds '
         || case when count(*) = 1 then 'it' else 'them' end || ' too' as message
from asked a
join tables t on t.id = a.relation_id
join (select * from secrets order by relation_id, number) s on s.relation_id = a.relation_id
where a.place = 1
group by a.relation_id;
