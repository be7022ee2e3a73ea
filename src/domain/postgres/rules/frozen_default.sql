-- id: postgres/frozen-default    title: defaults that were meant to be new each time    since: 0.1
-- effect: correctness    severity: error    default: on    fix: safe    prover: default_used
-- basis: PostgreSQL manual 8.5.1.4, 5.2
with literals as (
  select c.*, literal_text(c.default_expression) as literal,
         exists (select 1 from keys k where k.relation_id = c.relation_id and k.numbers = c.number and k.type in ('primary', 'unique'))
         or exists (select 1 from indexes i where i.relation_id = c.relation_id and i.is_unique and i.predicate is null
                    and i.numbers = c.number) as is_unique
  from columns c
  where c.generated is null and c.identity is null and c.default_expression like '''%' and not c.is_inherited
    and (c.type_name in ('timestamp', 'timestamptz', 'date', 'uuid', 'time', 'timetz')
         or (c.category = 'S' and has_word(c.attname, 'token secret nonce salt apikey')))),
frozen as (
  select l.*,
         case when l.type_name in ('timestamp', 'timestamptz') and matches(l.literal, ' \d\d:\d\d:\d\d\.\d*[1-9]') then 'time'
              when l.type_name in ('timestamp', 'timestamptz', 'date')
                   and substr(l.literal, 1, 10) between date('now', '-1 day') and date('now', '+1 day') then 'time'
              when l.type_name in ('time', 'timetz') and matches(l.literal, '\d\d:\d\d:\d\d\.\d*[1-9]\d\d') then 'time'
              when l.type_name = 'uuid' and l.is_unique then 'uuid'
              when l.category = 'S' and matches(l.literal, '^[A-Za-z0-9+/=_-]{16,}$') and matches(l.literal, '[0-9]') then 'token' end as kind
  from literals l)
select f.id as subject, f.path as object, f.file, f.line,
       case f.kind when 'time' then 'the default is the constant ' || f.default_expression || ', the moment the table was made: every row gets it, for ever'
                   when 'uuid' then 'the default is one constant uuid in a unique column: the second row that takes it is refused'
                   else 'the default is one constant that stands in the schema for all to read: every row gets the same ' || f.name end as message,
       'a new value for each row' as fix_title,
       case f.kind when 'token' then 'ALTER TABLE ' || f.table_name || ' ALTER COLUMN ' || f.name || ' DROP DEFAULT;'
            else 'ALTER TABLE ' || f.table_name || ' ALTER COLUMN ' || f.name || ' SET DEFAULT '
                 || case when f.kind = 'uuid' then 'gen_random_uuid()' when f.type_name = 'date' then 'CURRENT_DATE'
                         when f.type_name in ('time', 'timetz') then 'LOCALTIME' else 'now()' end || ';' end as fix
from frozen f
where f.kind is not null;
