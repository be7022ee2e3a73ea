select d.datname as name, d.datallowconn as takes_connections, d.datname = current_database() as is_current,
       age(d.datfrozenxid) as xid_age, mxid_age(d.datminmxid) as multixact_age
from pg_database d
