-- id: postgres/cache-hit    title: reads that miss the cache    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 27.2.17, pg_stat_database
select d.database_id as subject, 'blks_hit' as object,
       'of ' || (d.blocks_hit + d.blocks_read) || ' block reads only ' || round(100.0 * d.blocks_hit / (d.blocks_hit + d.blocks_read), 1)
         || ' % were found in shared_buffers (' || case when b.bytes >= 10737418240 then cast(b.bytes / 1073741824 as integer) || ' GB' when b.bytes >= 1073741824 then round(b.bytes / 1073741824.0, 1) || ' GB' else cast(b.bytes / 1048576 as integer) || ' MB' end || ', the database has ' || case when d.bytes >= 10737418240 then cast(d.bytes / 1073741824 as integer) || ' GB' when d.bytes >= 1073741824 then round(d.bytes / 1073741824.0, 1) || ' GB' else cast(d.bytes / 1048576 as integer) || ' MB' end || ')' as message
from database_statistics d join amounts b on b.database_id = d.database_id and b.name = 'shared_buffers'
where d.blocks_hit + d.blocks_read >= 1000000 and d.blocks_hit < 0.95 * (d.blocks_hit + d.blocks_read) and d.bytes > b.bytes;
