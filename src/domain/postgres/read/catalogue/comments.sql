select d.objoid::bigint << 11 as object_id, d.description as comment
from pg_description d
where d.objoid >= 16384 and d.objsubid = 0
  and d.classoid in ('pg_trigger'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass, 'pg_statistic_ext'::regclass,
                     'pg_publication'::regclass, 'pg_extension'::regclass, 'pg_event_trigger'::regclass, 'pg_cast'::regclass,
                     'pg_operator'::regclass, 'pg_collation'::regclass, 'pg_conversion'::regclass, 'pg_ts_config'::regclass,
                     'pg_ts_dict'::regclass, 'pg_foreign_server'::regclass, 'pg_foreign_data_wrapper'::regclass)
