-- id: postgres/secret-in-catalogue    title: secrets that stand in the catalogue    since: 0.1
-- effect: security    severity: error    default: on    fix: none    prover: as_role
-- basis: PostgreSQL manual 53.39, pg_proc
with patterns (assignment, known) as (values ('(password|passwd|pwd|passphrase|secret|api_?key|access_?key|auth_?token|access_?token|bearer)\w*[''"]?\s*(text|varchar|character varying)?\s*(:=|=>|=|:|default)\s*''[^''\s%$\{\}<>]{6,}''', '(postgres(ql)?|mysql|mongodb(\+srv)?|redis|amqps?|https?|ftp)://[^\s:/@'']+:[^\s@''$\{%<]{3,}@|AKIA[0-9A-Z]{16}|sk_live_\w{16,}|gh[pousr]_\w{30,}|xox[baprs]-[\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY|AIza[\w-]{30,}|SG\.[\w-]{16,}\.|glpat-[\w-]{15,}')),
texts (subject, object, what, text, file, line) as (
  select f.id, f.path, 'its body', f.body, f.file, f.line from routines f where f.language not in ('c', 'internal')
  union all
  select v.id, v.name, 'its query', v.definition, v.file, v.line from user_views v
  union all
  select c.id, c.path, 'its default', c.default_expression, c.file, c.line from columns c where c.generated is null
  union all
  select t.id, t.name, 'its comment', t.comment, t.file, t.line from tables t
  union all
  select c.id, c.path, 'its comment', c.comment, c.file, c.line from columns c
  union all
  select g.id, g.name || ' on ' || g.table_name, 'its definition', g.definition, g.file, g.line from table_triggers g)
select t.subject, t.object, t.file, t.line,
       case when matches(t.text, p.known) then t.what || ' holds a credential (a key or an address with a password)'
            else t.what || ' gives a password or key as text' end
         || ': every role that can connect can read it, and every dump holds it' as message,
       null as severity
from texts t cross join patterns p
where t.text is not null
  and (matches(t.text, p.known) and not matches(t.text, '://[^\s:/@]+:(password|secret|pass|changeme|xxx+|\*+|your\w*)@')
       or t.what in ('its body', 'its definition') and matches(t.text, p.assignment) and not matches(t.text, '(password|secret|token|key)\w*[''"]?\s*(text)?\s*(:=|=>|=|:)\s*''(changeme|password|secret|example|test|xxx+|\*+|your[-_ ])'))
union all
select s.id, quote_ident(s.name), null, null,
       'the options ' || s.secret_options || ' of server ' || s.name || ' or its user mappings hold a secret: it is in every dump, and its owner and superusers can read it', 'note'
from foreign_servers s where s.secret_options is not null;
