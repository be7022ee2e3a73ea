select p.oid::bigint << 11 as id, p.pubname as name, p.puballtables as all_tables, p.pubupdate as publishes_update,
       p.pubdelete as publishes_delete, p.xmin::text::bigint as xid
from pg_publication p
where not (:lab and p.pubowner = 10)
