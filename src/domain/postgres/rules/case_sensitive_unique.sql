-- id: postgres/case-sensitive-unique    title: addresses and logins unique only up to capitals    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: twin_row
-- basis: RFC 5321 2.4, PostgreSQL manual F.10
select c.id as subject, c.path as object, c.file, c.line,
       i.name || ' tells capitals apart: ''Ann@example.com'' and ''ann@example.com'' are two rows of ' || c.table_name as message,
       'make it unique in lower case' as fix_title,
       'CREATE UNIQUE INDEX CONCURRENTLY ' || quote_ident(substr(c.table_relname || '_lower_' || c.attname, 1, 59) || '_key') || ' ON ' || c.table_name || ' ('
         || trim(replace(', ' || i.columns || ',', ', ' || c.name || ',', ', lower(' || c.name || '),'), ', ') || ')'
         || coalesce(' WHERE ' || case when m.living is null or matches(i.predicate, '(^|[^a-z_])' || m.attname || '([^a-z_]|$)') then i.predicate
                                       else coalesce('(' || i.predicate || ') AND ', '') || m.living end, '') || ';'
         || coalesce(char(10) || (select group_concat(drop_index(s.id), char(10)) from single_indexes s
                                  where s.relation_id = c.relation_id and i.key_count = 1
                                    and s.expression in ('lower(' || c.name || ')', 'lower((' || c.name || ')::text)')), '') as fix
from columns c
join indexes i on i.relation_id = c.relation_id and i.is_unique and i.is_valid and not i.has_expressions
join index_keys k on k.index_id = i.id and k.is_key and k.number = c.number
left join deletion_marks m on m.relation_id = c.relation_id
where c.type_name in ('text', 'varchar') and c.is_deterministic
  and words(c.attname) in ('email', 'email address', 'e mail', 'mail', 'mail address', 'login', 'username', 'user name', 'login name', 'user email')
  -- Another unique index over lower(column) or column::citext.
  and not exists (select 1 from indexes o where o.relation_id = c.relation_id and o.is_unique and o.has_expressions
                    and matches(o.columns, '(lower|upper|citext|casefold|normali).*' || c.attname || '|' || c.attname || '.*(lower|upper|citext)'))
  -- A CHECK or a trigger that keeps it in lower case.
  and not exists (select 1 from constraints h where h.relation_id = c.relation_id and h.type = 'check'
                    and matches(h.expression, '(lower|upper)\(.*' || c.attname || '|' || c.attname || '[^a-z].*\[\^?a-z'))
  and not exists (select 1 from triggers g join functions f on f.id = g.function_id
                  where g.relation_id = c.relation_id and g.timing = 'before' and f.body like '%lower(%' || c.attname || '%')
group by c.id;
