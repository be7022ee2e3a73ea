select (c.oid::bigint << 11) | a.attnum as attribute_id, c.oid::bigint << 11 as relation_id,
       s.null_frac as null_fraction, s.avg_width as average_width, s.n_distinct as distinct_values,
       coalesce(array_length(s.most_common_freqs, 1), 0) as common_values, s.most_common_freqs[1] as top_frequency,
       s.most_common_freqs[array_length(s.most_common_freqs, 1)] as least_common_frequency, s.correlation
from pg_stats s
join pg_namespace n on n.nspname = s.schemaname
join pg_class c on c.relnamespace = n.oid and c.relname = s.tablename
join pg_attribute a on a.attrelid = c.oid and a.attname = s.attname and not a.attisdropped
where s.schemaname !~ '^pg_' and s.schemaname <> 'information_schema'
  and (not s.inherited or c.relkind = 'p')
