-- id: postgres/checksum-failures    title: pages that are damaged    since: 0.1
-- effect: data_loss    severity: error    default: on    fix: none
-- basis: PostgreSQL manual 30.2
select d.database_id as subject, 'checksum_failures' as object,
       d.checksum_failures || case when d.checksum_failures = 1 then ' page' else ' pages' end || ' failed the checksum: what was read from the disk is not what was written' as message
from database_statistics d
where d.checksum_failures > 0;
