-- Constructors of ranges come and go with their types.
select f.id, quote_ident(f.schema) || '.' || quote_ident(f.proname) || '(' || f.argument_types || ')' as name, f.kind,
       f.definition as "definition", f.owner, f.comment,
       f.full_arguments as _arguments, f.result as _result, f.arguments as _identity, f.volatility as _volatility, f.language as _language, f.body as _body
from functions f
where f.database_id = ?1 and not f.is_extension
  and not exists (select 1 from dependencies d where d.object_id = f.id and d.kind = 'function' and d.type = 'internal')
