select i.inhrelid::bigint << 11 as relation_id, i.inhparent::bigint << 11 as parent_id, i.inhseqno as position
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where c.relkind in ('r', 'p', 'f')
