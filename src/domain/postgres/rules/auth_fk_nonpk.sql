-- id: postgres/auth-fk-nonpk    title: foreign keys to the platform's auth tables by another key than the primary    since: 0.1
-- effect: correctness    severity: error    default: on    fix: manual
-- basis: Supabase, managing user data
select f.id as subject, f.path as object, f.file, f.line,
       f.columns || ' refers to ' || f.parent || '(' || f.referenced_columns || '), which is not its primary key: an update of the platform may drop that index, and then fails'
         as message
from foreign_keys f
join relations p on p.id = f.referenced_id and p.schema = 'auth'
join supabase_databases s on s.database_id = f.database_id
join indexes i on i.id = f.index_id
where not i.is_primary and not exists (select 1 from tables t where t.id = f.child_id and t.schema = 'auth');
