select pg_database_size(d.oid) as bytes, extract(epoch from now() - s.stats_reset) / 86400 as statistics_days,
       extract(epoch from now() - pg_postmaster_start_time()) / 86400 as uptime_days, s.numbackends as connections,
       s.xact_commit as commits, s.xact_rollback as rollbacks, s.blks_read as blocks_read, s.blks_hit as blocks_hit,
       s.temp_files, s.temp_bytes, s.deadlocks, s.checksum_failures, age(d.datfrozenxid) as xid_age,
       mxid_age(d.datminmxid) as multixact_age,
       /*170000+*/ (select num_timed from pg_stat_checkpointer) /*else*/ (select checkpoints_timed from pg_stat_bgwriter) /*end*/
         as checkpoints_timed,
       /*170000+*/ (select num_requested from pg_stat_checkpointer) /*else*/ (select checkpoints_req from pg_stat_bgwriter) /*end*/
         as checkpoints_requested,
       pg_is_in_recovery() as is_replica
from pg_database d join pg_stat_database s on s.datid = d.oid where d.datname = current_database()
