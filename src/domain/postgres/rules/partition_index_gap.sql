-- id: postgres/partition-index-gap    title: partitions that lack an index of their table    since: 0.1
-- effect: speed    severity: warning    default: on    fix: safe    prover: partition_gap
-- basis: PostgreSQL manual 5.11.2
with gaps as (
  select i.id as index_id, c.id as partition_id, c.name, c.schema, c.relname,
         -- An equal index that stands ready only has to be attached.
         (select min(x.name) from indexes x where x.relation_id = c.id and x.parent_id is null and x.is_valid and x.is_unique = i.is_unique
            and substr(x.definition, instr(x.definition, ' USING ')) = substr(i.definition, instr(i.definition, ' USING '))) as ready
  from indexes i
  join relations c on c.parent_id = i.relation_id and c.is_partition and c.kind in ('table', 'partitioned')
  where not exists (select 1 from indexes x where x.relation_id = c.id and x.parent_id = i.id))
select i.id as subject, i.name as object, i.file, i.line,
       case when count(*) = 1 then group_concat(g.name) || ' has no part of it'
            else count(*) || ' partitions of ' || i.table_name || ' have no part of it, among them ' || min(g.name) end
         || ': searches by ' || i.columns || ' read all of '
         || case when count(*) = 1 then 'that partition' else 'them' end || ', and the index stays invalid' as message,
       'index what is missing and attach it' as fix_title,
       case when i.constraint_id is null then group_concat(
         case when g.ready is null then 'CREATE ' || case when i.is_unique then 'UNIQUE ' else '' end || 'INDEX CONCURRENTLY '
                || quote_ident(substr(g.relname, 1, 25) || '_' || substr(i.relname, 1, 37)) || ' ON ' || g.name
                || substr(i.definition, instr(i.definition, ' USING ')) || '; ' else '' end
           || 'ALTER INDEX ' || i.name || ' ATTACH PARTITION '
           || coalesce(g.ready, case when g.schema = 'public' then '' else quote_ident(g.schema) || '.' end
                || quote_ident(substr(g.relname, 1, 25) || '_' || substr(i.relname, 1, 37))) || ';', ' ') end as fix
from gaps g join table_indexes i on i.id = g.index_id
where i.table_kind = 'partitioned' and not i.is_valid
group by i.id;
