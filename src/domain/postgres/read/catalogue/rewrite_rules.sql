select w.oid::bigint << 11 as id, w.ev_class::bigint << 11 as relation_id, quote_ident(w.rulename) as name,
       case w.ev_type when '1' then 'select' when '2' then 'update' when '3' then 'insert' else 'delete' end as event,
       w.is_instead, pg_get_ruledef(w.oid) as definition, w.xmin::text::bigint as xid,
       case w.ev_enabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end as enabled
from pg_rewrite w
join pg_class c on c.oid = w.ev_class
join pg_namespace n on n.oid = c.relnamespace
where w.rulename <> '_RETURN' and n.nspname !~ '^pg_(?!temp)' and n.nspname <> 'information_schema'
