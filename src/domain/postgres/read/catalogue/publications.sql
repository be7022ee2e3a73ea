select p.oid::bigint << 11 as id, p.pubname as name, p.puballtables as all_tables, p.pubupdate as publishes_update,
       p.pubdelete as publishes_delete, p.xmin::text::bigint as xid, p.pubinsert as publishes_insert,
       p.pubtruncate as publishes_truncate, /*130000+*/ p.pubviaroot /*else*/ false /*end*/ as via_root, pg_get_userbyid(p.pubowner) as owner
from pg_publication p
where not (:lab and p.pubowner = 10)
