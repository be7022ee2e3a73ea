-- id: postgres/index-row-too-big    title: B-tree indexes on values that can be too long for them    since: 0.1
-- effect: correctness    severity: warning    default: on    fix: manual    prover: long_value
-- optional: rows    basis: PostgreSQL manual 11.2.1, 65.1.4
select i.id as subject, i.name as object, i.file, i.line,
       case when p.most_bytes > 2000 then 'error' else 'warning' end as severity,
       i.table_name || '(' || a.name || ') has no limit of length'
         || case when p.most_bytes > 2000 then ' and holds ' || p.most_bytes || ' bytes already' else '' end
         || ': a value that is still longer than 2,704 bytes when compressed cannot be stored while the index stands' as message,
       'index a hash of it' as fix_title,
       case when not i.is_unique and i.key_count = 1 and i.predicate is null then
         'CREATE INDEX ' || case when i.table_kind = 'partitioned' then '' else 'CONCURRENTLY ' end || quote_ident(substr(i.table_relname || '_' || a.attname, 1, 58) || '_hash') || ' ON ' || i.table_name || ' USING hash (' || a.name || '); '
           || drop_index(i.id) end as fix
from table_indexes i
join index_keys k on k.index_id = i.id and k.is_key and k.number > 0
join attributes a on a.relation_id = i.relation_id and a.number = k.number
left join column_profile p on p.attribute_id = a.id
where i.method = 'btree' and not i.is_primary and a.length is null
  and (a.type_name in ('text', 'varchar', 'citext') or (a.type_name = 'bytea' and not has_word(a.attname, 'hash digest checksum sha sha256 md5 id key token')))
  -- Without rows only what is long by its nature: many short names are kept as text.
  and (p.most_bytes > 2000 or (a.type_name <> 'bytea' and coalesce(p.filled < 1000 or p.most_bytes > 1000, 1)
       and has_word(a.attname, 'url uri referrer referer href body content contents message description markdown html payload stacktrace backtrace useragent')
       and not has_word(a.attname, 'type id kind status format code language hash name count key')))
  -- Limited by a CHECK, by a domain, by what it refers to, or by the index's own predicate.
  and a.domain is null
  and not exists (select 1 from constraints c where c.relation_id = a.relation_id and c.type = 'check'
                  and ' ' || c.numbers || ' ' like '% ' || a.number || ' %' and matches(c.expression, 'length|octet|~|= any|='))
  and not exists (select 1 from constraints c where c.relation_id = a.relation_id and c.type = 'foreign' and c.numbers = a.number)
  and coalesce(i.predicate, '') not like '%length%'
  -- A wider mistake where it is one: index-wrong-method.
  and not exists (select 1 from index_coverage v where v.index_id = i.id)
group by i.id;
