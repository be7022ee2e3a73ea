-- id: postgres/reserved-name    title: names that are reserved words    since: 0.1
-- effect: clarity    severity: note    default: on    fix: manual    prover: unquoted
-- basis: PostgreSQL manual, appendix C: SQL key words
with words (word) as (values ('all'),('analyse'),('analyze'),('and'),('any'),('array'),('as'),('asc'),('asymmetric'),('authorization'),('binary'),
  ('both'),('case'),('cast'),('check'),('collate'),('collation'),('column'),('concurrently'),('constraint'),('create'),('cross'),
  ('current_catalog'),('current_date'),('current_role'),('current_schema'),('current_time'),('current_timestamp'),('current_user'),('default'),
  ('deferrable'),('desc'),('distinct'),('do'),('else'),('end'),('except'),('false'),('fetch'),('for'),('foreign'),('freeze'),('from'),('full'),
  ('grant'),('group'),('having'),('ilike'),('in'),('initially'),('inner'),('intersect'),('into'),('is'),('isnull'),('join'),('lateral'),
  ('leading'),('left'),('like'),('limit'),('localtime'),('localtimestamp'),('natural'),('not'),('notnull'),('null'),('offset'),('on'),('only'),
  ('or'),('order'),('outer'),('overlaps'),('placing'),('primary'),('references'),('returning'),('right'),('select'),('session_user'),
  ('similar'),('some'),('symmetric'),('system_user'),('table'),('tablesample'),('then'),('to'),('trailing'),('true'),('union'),('unique'),('user'),('using'),
  ('variadic'),('verbose'),('when'),('where'),('window'),('with'))
select c.id as subject, c.path as object, c.file, c.line,
       c.attname || ' is a reserved word: unquoted, a statement that names this column fails or means something else' as message
from columns c
where c.attname in (select word from words)
union all
select t.id, t.name, t.file, t.line, t.relname || ' is a reserved word: unquoted, a statement that names this table fails or means something else'
from tables t
where t.relname in (select word from words);
