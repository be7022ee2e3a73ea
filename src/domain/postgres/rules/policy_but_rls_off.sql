-- id: postgres/policy-but-rls-off    title: policies on tables without row security    since: 0.1
-- effect: security    severity: error    default: on    fix: unsafe    prover: as_role
-- basis: PostgreSQL manual, CREATE POLICY
select t.id as subject, t.name as object, y.file, y.line,
       case count(*) when 1 then 'policy ' || y.name || ' is' else count(*) || ' policies (' || group_concat(y.name, ', ') || ') are' end
         || ' never asked: row security is off' as message,
       'switch row security on' as fix_title,
       'ALTER TABLE ' || t.name || ' ENABLE ROW LEVEL SECURITY;' as fix
from table_policies y join tables t on t.id = y.relation_id
where not t.row_security
group by t.id;
