-- shim: extension
-- pg_net: its functions. No request is sent.

create schema if not exists net;
grant usage on schema net to public;
create or replace function net.http_get(url text, params jsonb default '{}', headers jsonb default '{}',
                                        timeout_milliseconds integer default 2000)
  returns bigint language sql as $$select 1::bigint$$;
create or replace function net.http_post(url text, body jsonb default '{}', params jsonb default '{}',
                                         headers jsonb default '{}', timeout_milliseconds integer default 2000)
  returns bigint language sql as $$select 1::bigint$$;
create function net.http_delete(url text, params jsonb default '{}', headers jsonb default '{}',
                                timeout_milliseconds integer default 2000)
  returns bigint language sql as $$select 1::bigint$$;
