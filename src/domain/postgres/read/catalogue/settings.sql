select s.name, s.setting as value, s.unit, s.boot_val as boot_value, s.source, s.pending_restart as is_pending_restart
from pg_settings s
