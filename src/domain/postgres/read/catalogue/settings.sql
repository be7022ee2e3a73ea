-- What the reading connection set for itself is not the server's value: where it was set when connecting, that is
-- not to be seen.
select s.name,
       case when s.source in ('client', 'session') and s.name in ('statement_timeout', 'lock_timeout', 'default_transaction_read_only') then null
            when s.source = 'session' then s.reset_val
            else s.setting end as value,
       s.unit, s.boot_val as boot_value, s.source, s.pending_restart as is_pending_restart
from pg_settings s
