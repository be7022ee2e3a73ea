-- id: postgres/random-uuid-key    title: random UUIDs as keys of large tables    since: 0.1
-- effect: speed    severity: note    default: on    fix: manual    prover: random_key
-- basis: RFC 9562 6.11, measured
select c.id as subject, c.path as object, c.file, c.line,
       c.table_name || case when s.row_estimate >= 1000000 then ' has about ' || cast(s.row_estimate / 1000000 as integer) || ' million rows'
            else ' gets about ' || cast(s.inserts / d.statistics_days as integer) || ' rows a day' end
         || ', each with a random key (' || c.default_expression || '): inserts touch index pages all over the index, which splits them and fills the cache' as message,
       'give new rows time-ordered UUIDs (version 7)' as fix_title,
       case when x.version >= 180000 then 'ALTER TABLE ' || c.table_name || ' ALTER COLUMN ' || c.name || ' SET DEFAULT uuidv7();' end as fix
from columns c
join databases x on x.id = c.database_id
join keys k on k.relation_id = c.relation_id and k.type = 'primary' and k.numbers = c.number
join relation_statistics s on s.relation_id = c.relation_id
left join database_statistics d on d.database_id = c.database_id
where c.type_name = 'uuid'
  and (c.default_expression like '%gen_random_uuid()%' or c.default_expression like '%uuid_generate_v4()%')
  and (s.row_estimate >= 1000000 or d.statistics_days >= 1 and s.inserts / d.statistics_days >= 100000);
