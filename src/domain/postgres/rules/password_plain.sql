-- id: postgres/password-plain    title: passwords kept in plain text    since: 0.1
-- effect: security    severity: note    default: on    fix: none
-- optional: rows    basis: OWASP Password Storage Cheat Sheet
select c.id as subject, c.path as object, c.file, c.line,
       case when s.examined > 0 then (s.examined - s.hashed) || ' of ' || s.examined || ' different values are no hash: they can be read as they are'
            else 'nothing keeps readable passwords out of ' || c.name || ': its name does not speak of a hash, and no CHECK asks for one' end as message,
       case when s.examined > 0 then 'error' end as severity,
       case when coalesce(s.examined, 0) = 0 then c.database_id || ':name' end as cause
from columns c
left join column_shapes s on s.attribute_id = c.id
where c.type_name in ('text', 'varchar', 'bpchar', 'citext') and c.generated is null
  and matches(words(c.attname), '^((user|account|login|member|plain|clear|current) )?(password|passwd|pwd|passphrase)( text| plain)?$')
  -- A password that has to be sent on cannot be a hash: that is a secret, not the password of a person.
  and not has_word(c.table_relname, 'smtp imap mail settings setting config configuration configurations connection connections server servers integration integrations remote proxy feed feeds datasource datasources database databases registry registries')
  and not exists (select 1 from attributes a where a.relation_id = c.relation_id and a.number <> c.number
                    and (has_word(a.attname, 'salt host hostname smtp') or matches(words(a.attname), 'password (hash|digest|salt)|hash algorithm|hashing')))
  and not exists (select 1 from constraints k where k.relation_id = c.relation_id and k.type = 'check'
                    and ' ' || k.numbers || ' ' like '% ' || c.number || ' %' and matches(k.expression, '\\?\$(2|argon|scrypt|pbkdf|[156y])|argon2|bcrypt|SCRAM|\^?\[0-9a-f|\(length|octet_length|char_length') and matches(k.expression, '\$|argon|bcrypt|SCRAM|\[0-9a-f|= (32|40|60|64|96|97|128)'))
  and (c.domain is null or not exists (select 1 from constraints k join types t on t.id = k.type_id where k.database_id = c.database_id and t.name = c.domain))
  and not coalesce(s.examined > 0 and s.hashed >= 0.9 * s.examined, 0);
