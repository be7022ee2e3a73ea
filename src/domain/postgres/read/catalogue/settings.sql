-- What the reading connection set for itself is not the server's: where it was set when connecting, nobody knows
-- the server's value.
select s.name,
       case when s.source = 'session' then s.reset_val
            when s.source = 'client' and s.name in ('statement_timeout', 'lock_timeout', 'default_transaction_read_only') then null
            else s.setting end as value,
       s.unit, s.boot_val as boot_value, s.source, s.pending_restart as is_pending_restart
from pg_settings s
