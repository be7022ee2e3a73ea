select x.gid, x.owner, extract(epoch from now() - x.prepared) as age_seconds, age(x.transaction) as xid_age
from pg_prepared_xacts x where x.database = current_database()
