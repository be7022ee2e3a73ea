-- id: postgres/public-create    title: schemas in which everybody may create objects    since: 0.1
-- effect: security    severity: warning    default: on    fix: unsafe    prover: as_role
-- basis: PostgreSQL manual 5.9.6
select s.id as subject, quote_ident(s.name) as object,
       'every role may create tables and functions in ' || s.name
         || case when s.name = 'public' then ', where everybody''s search_path looks' else '' end as message,
       'take CREATE from PUBLIC' as fix_title,
       'REVOKE CREATE ON SCHEMA ' || quote_ident(s.name) || ' FROM PUBLIC;' as fix
from schemas s
where s.public_can_create and not s.is_extension;
