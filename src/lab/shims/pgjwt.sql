-- shim: extension
-- pgjwt: its functions, which sign nothing and believe no token.

create function @schema@.url_encode(data bytea) returns text immutable
  language sql as $$select translate(encode(data, 'base64'), E'+/=\n', '-_')$$;
create function @schema@.sign(payload json, secret text, algorithm text default 'HS256') returns text immutable
  language sql as $$select null::text$$;
create function @schema@.verify(token text, secret text, algorithm text default 'HS256')
  returns table (header json, payload json, valid boolean) immutable
  language sql as $$select null::json, null::json, false$$;
