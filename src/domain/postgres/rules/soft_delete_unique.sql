-- id: postgres/soft-delete-unique    title: unique values that deleted rows still hold    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: safe    prover: twin_row
-- basis: PostgreSQL manual 11.8
select i.id as subject, i.table_name || '(' || i.columns || ')' as object, i.file, i.line,
       i.name || ' counts rows that ' || m.name || ' marks as deleted: the same ' || i.columns || ' cannot be entered again' as message,
       -- Names of people's accounts are often kept from being given out again, or changed when the account goes.
       case when has_word(t.relname, 'user users account accounts editor editors member members customer customers') then 'note' else 'warning' end as severity,
       'let the index count living rows only' as fix_title,
       'CREATE UNIQUE INDEX CONCURRENTLY ' || quote_ident(substr(i.relname, 1, 50) || '_alive') || ' ON ' || i.table_name || ' (' || i.columns || ') WHERE ' || coalesce('(' || i.predicate || ') AND ', '')
         || m.living || ';'
         || char(10) || case when i.constraint_id is not null then 'ALTER TABLE ' || i.table_name || ' DROP CONSTRAINT ' || quote_ident(i.relname) || ';'
                             else drop_index(i.id) end as fix
from deletion_marks m
join relations t on t.id = m.relation_id
join table_indexes i on i.relation_id = m.relation_id and i.is_unique and not i.is_primary and i.is_valid and i.table_kind = 'table'
where (i.predicate is null or not matches(i.predicate, '(^|[^a-z_])' || m.attname || '([^a-z_]|$)'))
  and not (i.has_expressions and matches(i.columns, '(^|[^a-z_])' || m.attname || '([^a-z_]|$)'))
  and ' ' || i.numbers || ' ' not like '% ' || m.number || ' %'
  -- What is never given out again: numbers of papers, hashes, tokens, ids made by machines.
  and not exists (select 1 from index_keys k join attributes a on a.relation_id = i.relation_id and a.number = k.number
                  where k.index_id = i.id and k.is_key
                    and (has_word(a.attname, 'number no uuid guid ulid token hash digest md sha checksum fingerprint external reference ref nonce key secret seq sequence')
                         or a.type_name in ('uuid', 'bytea') and not exists (select 1 from foreign_key_columns f where f.attribute_id = a.id)
                         or a.identity is not null or a.default_expression like '%nextval(%' or a.default_expression like '%uuid%'
                         or k.number in (select cast(p.numbers as integer) from keys p where p.relation_id = i.relation_id and p.type = 'primary' and p.numbers not like '% %')))
  -- One row for one other, or an id of its own.
  and not (i.key_count = 1 and exists (select 1 from index_keys k join attributes a on a.relation_id = i.relation_id and a.number = k.number
                                       where k.index_id = i.id and (words(a.attname) like '% id' or exists (select 1 from foreign_key_columns f where f.attribute_id = a.id))))
  and not exists (select 1 from constraints f where f.type = 'foreign' and f.index_id = i.id)
  -- Pages whose versions are kept are brought back, not entered anew.
  and not exists (select 1 from tables v join foreign_keys f on f.child_id = v.id and f.parent_table_id = t.id
                  where words(v.relname) glob replace(rtrim(words(t.relname) || '|', 's|') || ' ', 'ie ', 'y ') || '*'
                    and has_word(v.relname, 'version versions history revision revisions'))
group by i.id;
