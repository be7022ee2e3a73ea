-- id: postgres/char-encoding    title: databases that know no characters    since: 0.1
-- effect: data_loss    severity: error    default: on    fix: manual
-- basis: PostgreSQL manual 24.3; PostgreSQL wiki, Don't Do This
select d.id as subject, d.name as object,
       'encoding SQL_ASCII: any bytes are taken as text, each client in its own encoding, and nothing can tell later which' as message,
       'dump, convert to UTF-8, and load into a new database' as fix_title
from database_facts f join databases d on d.id = f.database_id
where f.encoding = 'SQL_ASCII';
