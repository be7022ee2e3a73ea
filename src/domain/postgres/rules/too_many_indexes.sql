-- id: postgres/too-many-indexes    title: tables with very many indexes    since: 0.1
-- effect: cost    severity: note    default: on    fix: none    prover: insert_cost
-- basis: PostgreSQL manual 11.1
select t.id as subject, t.name as object, t.file, t.line,
       case when count(*) - count(s.serving_index_id) > 20 then 'warning' else 'note' end as severity,
       count(*) || ' indexes' || case when count(s.serving_index_id) > 0 then ', ' || count(s.serving_index_id) || ' of them for foreign keys' else '' end || ': each insert, and each update that is not HOT, writes all of them'
         || case when sum(v.index_id is not null) > 0 then '; ' || sum(v.index_id is not null) || ' of them do what another does' else '' end as message
from tables t
join indexes i on i.relation_id = t.id
left join (select distinct index_id from index_coverage) v on v.index_id = i.id
-- An index that a foreign key needs is not one too many.
left join (select distinct serving_index_id from foreign_key_service) s on s.serving_index_id = i.id
group by t.id having count(*) - count(s.serving_index_id) > 10;
