-- id: postgres/password-in-file    title: passwords of roles that stand in the files    since: 0.1
-- effect: security    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual, CREATE ROLE; OWASP Secrets Management Cheat Sheet
select coalesce(r.id, w.database_id) as subject, quote_ident(w.role) as object, w.file, w.line,
       case w.shape when 'name' then 'the password of ' || w.role || ' is its name, and stands in the file'
                    when 'md5' then 'the MD5 hash of the password of ' || w.role || ' stands in the file: who has the hash can log in with it'
                    else 'the password of ' || w.role || ' stands in the file: whoever reads the repository, a copy or its history has it' end as message
from written_passwords w
left join roles r on r.database_id = w.database_id and r.name = w.role
where w.shape <> 'scram'
  -- What another tool fills in does not stand in the file.
  and not exists (select 1 from load_notes n where n.database_id = w.database_id and n.kind = 'template' and n.file = w.file and n.line = w.line);
