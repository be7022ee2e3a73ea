-- id: postgres/role-password    title: passwords that are kept or chosen badly    since: 0.1
-- effect: security    severity: warning    default: on    fix: none
-- basis: PostgreSQL manual 21.5
select r.id as subject, quote_ident(p.role) as object,
       case p.shape when 'name' then 'the password of ' || p.role || ' is its name'
                    when 'md5' then 'the password of ' || p.role || ' is kept as MD5: who reads the hash in a backup can log in with it'
                    else 'the password of ' || p.role || ' is kept in a form that is neither SCRAM nor MD5' end as message,
       case p.shape when 'name' then 'error' end as severity,
       case p.shape when 'md5' then r.database_id || ':md5' end as cause
from role_passwords p
join roles r on r.database_id = p.database_id and r.name = p.role
where p.shape in ('md5', 'name', 'other');
