-- shim: functions
-- before: 18
-- requires: postgres17
-- Functions that PostgreSQL 18 brought.

create function pg_catalog.array_reverse(anyarray) returns anyarray immutable strict parallel safe
  language sql as $$
  select coalesce((select array_agg($1[i] order by i desc) from generate_subscripts($1, 1) i), $1)
$$;

create function pg_catalog.array_sort(anyarray) returns anyarray immutable strict parallel safe
  language sql as $$select coalesce((select array_agg(e order by e) from unnest($1) e), $1)$$;

create function pg_catalog.array_sort("array" anyarray, descending boolean) returns anyarray
  immutable strict parallel safe language sql as $$
  select case when descending then coalesce((select array_agg(e order by e desc) from unnest($1) e), $1)
         else pg_catalog.array_sort($1) end
$$;

create function pg_catalog.casefold(text) returns text immutable strict parallel safe
  language internal as 'lower';

create function pg_catalog.reverse(bytea) returns bytea immutable strict parallel safe
  language sql as $$
  select coalesce((select string_agg(substring($1 from i for 1), ''::bytea order by i desc)
                   from generate_series(1, length($1)) i), ''::bytea)
$$;
