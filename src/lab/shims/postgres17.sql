-- shim: functions
-- before: 17
-- requires: postgres16
-- Functions that PostgreSQL 17 brought.

create function pg_catalog.to_bin(integer) returns text immutable strict parallel safe
  language sql as $$select coalesce(nullif(ltrim($1::bit(32)::text, '0'), ''), '0')$$;
create function pg_catalog.to_bin(bigint) returns text immutable strict parallel safe
  language sql as $$select coalesce(nullif(ltrim($1::bit(64)::text, '0'), ''), '0')$$;

create function pg_catalog.random(min integer, max integer) returns integer volatile strict parallel restricted
  language sql as $$select min + floor(random() * (max::bigint - min + 1))::integer$$;
create function pg_catalog.random(min bigint, max bigint) returns bigint volatile strict parallel restricted
  language sql as $$select min + floor(random() * (max::numeric - min + 1))::bigint$$;
create function pg_catalog.random(min numeric, max numeric) returns numeric volatile strict parallel restricted
  language sql as $$select round(min + random()::numeric * (max - min), greatest(scale(min), scale(max)))$$;

create function pg_catalog.unicode_assigned(text) returns boolean immutable strict parallel safe
  language sql as $$select true$$;
