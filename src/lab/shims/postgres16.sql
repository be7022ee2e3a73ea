-- shim: functions
-- before: 16
-- Functions that PostgreSQL 16 brought.

create function pg_catalog.any_value_transfn(anyelement, anyelement) returns anyelement
  immutable strict parallel safe language sql as $$select $1$$;
create aggregate pg_catalog.any_value(anyelement) (sfunc = pg_catalog.any_value_transfn, stype = anyelement,
  combinefunc = pg_catalog.any_value_transfn, parallel = safe);

create function pg_catalog.array_shuffle(anyarray) returns anyarray volatile strict parallel safe
  language sql as $$select coalesce((select array_agg(e order by random()) from unnest($1) e), $1)$$;

create function pg_catalog.array_sample("array" anyarray, n integer) returns anyarray volatile strict parallel safe
  language sql as $$
  select array_agg(e) from (select e from unnest($1) e order by random() limit n) picked
$$;

create function pg_catalog.date_add(timestamptz, interval) returns timestamptz stable strict parallel safe
  language sql as $$select $1 + $2$$;
create function pg_catalog.date_add(timestamptz, interval, text) returns timestamptz immutable strict parallel safe
  language sql as $$select (($1 at time zone $3) + $2) at time zone $3$$;
create function pg_catalog.date_subtract(timestamptz, interval) returns timestamptz stable strict parallel safe
  language sql as $$select $1 - $2$$;
create function pg_catalog.date_subtract(timestamptz, interval, text) returns timestamptz
  immutable strict parallel safe language sql as $$select (($1 at time zone $3) - $2) at time zone $3$$;

create function pg_catalog.random_normal(mean float8 default 0, stddev float8 default 1) returns float8
  volatile strict parallel restricted
  language sql as $$select mean + stddev * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random())$$;

create function pg_catalog.pg_input_is_valid(text, text) returns boolean stable strict parallel unsafe
  language plpgsql as $$
declare
  ignored text;
begin
  execute format('select cast(%L as %s)::text', $1, $2::regtype) into ignored;
  return true;
exception when data_exception then
  return false;
end $$;
