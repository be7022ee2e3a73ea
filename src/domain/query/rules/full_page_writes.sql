-- id: query/full-page-writes    title: writes that log whole blocks    since: 0.1
-- effect: speed    severity: note    default: on    fix: none
-- basis: PostgreSQL manual 20.5.1, full_page_writes; 30.5, WAL Configuration
select n.id as subject, n.path as object,
       printf('%,d whole blocks went into the log, for %,d records: %.0f MB', n.wal_fpi, n.wal_records, n.wal_bytes / 1048576.0) as message
from heavy_branches n
where n.type = 'ModifyTable' and n.wal_fpi >= 1000 and n.wal_fpi >= 0.2 * n.wal_records;
