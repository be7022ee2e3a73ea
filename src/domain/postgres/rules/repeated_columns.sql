-- id: postgres/repeated-columns    title: numbered columns    since: 0.1
-- effect: clarity    severity: warning    default: on    fix: manual
-- basis: Karwin, SQL Antipatterns (2010), chapter 8
with numbered as (
  select c.*, rtrim(rtrim(c.attname, '0123456789'), '_') as base
  from columns c
  where c.attname glob '*[a-z_][0-9]' or c.attname glob '*[a-z_][1-9][0-9]')
select min(n.relation_id) as subject,
       n.table_name || '(' || (select group_concat(x.name, ', ') from (select o.name from numbered o where o.relation_id = n.relation_id and o.base = n.base
                                 and o.type = n.type order by o.number) x) || ')' as object,
       n.file, n.line,
       n.table_name || ' numbers its columns (' || n.base || ' × ' || count(*) || '): a search looks through all of them and there is no place for one more'
         as message
from numbered n
where not has_word(n.base, 'address addr line street md sha utf x y z lat lng iso base crc ip ipv level layer entity part row col')
  and n.base <> ''
group by n.relation_id, n.base, n.type
having count(*) >= 3 and min(cast(substr(n.attname, length(rtrim(n.attname, '0123456789')) + 1) as integer)) <= 1
   and max(cast(substr(n.attname, length(rtrim(n.attname, '0123456789')) + 1) as integer)) <= count(*);
