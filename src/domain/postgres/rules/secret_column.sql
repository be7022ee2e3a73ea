-- id: postgres/secret-column    title: tokens and keys kept as they are    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- basis: OWASP Session Management and Secrets Management Cheat Sheets
with secrets as (
  select c.*, words(c.attname) as spoken,
         matches(words(c.attname), '(^| )(private key|api key|api secret|api token|access token|refresh token|auth token|authentication token|bearer token|client secret|session token|secret key|access key|webhook secret|signing secret)$')
           as is_lasting,
         has_word(c.table_relname, 'session sessions login logins api key keys apikey apikeys credential credentials refresh')
           or matches(words(c.table_relname), '(access|personal) tokens?$') as is_door,
         -- What is shown to somebody else cannot be a hash.
         has_word(c.table_relname, 'registry registries integration integrations webhook webhooks provider providers oidc remote') as is_sent_on
  from columns c
  where c.type_name in ('text', 'varchar', 'bpchar', 'citext') and c.generated is null)
select s.id as subject, s.path as object, s.file, s.line,
       'whoever reads ' || s.table_name || ', or a dump of it, holds '
         || case when s.is_lasting or s.is_door then 'what ' || s.name || ' opens' else s.name || ' itself' end
         || ': nothing says that it is a hash or encrypted' as message,
       case when (s.is_lasting or s.is_door) and not s.is_sent_on then 'warning' end as severity,
       case when (s.is_lasting or s.is_door) and not s.is_sent_on then s.relation_id || '' else s.database_id || ':note' end as cause
from secrets s
where (s.is_lasting or matches(s.spoken, '(^|^(user|account|reset|confirmation|confirm|invite|invitation|verification|verify|recovery|unsubscribe|remember|login|magic|session|reset password|password reset|email) )(token|secret)$'))
  and not has_word(s.attname, 'hash hashed digest encrypted cipher ciphertext sealed masked hint public')
  and not exists (select 1 from attributes a where a.relation_id = s.relation_id and a.number <> s.number
                    and (a.attname like s.attname || '\_hash%' escape '\' or a.attname like s.attname || '\_digest%' escape '\'
                         or has_word(a.attname, 'nonce iv kek ciphertext salt pepper hashing')
                         -- The algorithm of a key to sign with is that of the signature.
                         or has_word(a.attname, 'algorithm algo') and not has_word(s.attname, 'private signing')))
  and not exists (select 1 from constraints f where f.relation_id = s.relation_id and f.type = 'foreign'
                    and ' ' || f.numbers || ' ' like '% ' || s.number || ' %')
  and not exists (select 1 from constraints k where k.relation_id = s.relation_id and k.type = 'check'
                    and ' ' || k.numbers || ' ' like '% ' || s.number || ' %'
                    and matches(k.expression, '\[0-9a-f|\$argon|\$2|length\([^)]*\)+ = (32|40|64|128)'))
  and not has_word(s.table_relname, 'vault push device devices search');
