-- shim: functions
-- before: 18
-- uuidv7() and uuidv4() of PostgreSQL 18, and of 17 what reads their parts: as they work there.

create function pg_catalog.uuidv4() returns uuid volatile strict parallel safe
  language internal as 'gen_random_uuid';

-- 48 bits of milliseconds since 1970, the version, and chance (RFC 9562).
create function pg_catalog.uuidv7(shift interval) returns uuid volatile strict parallel safe
  language sql as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
              placing substring(int8send(floor(1000 * extract(epoch from clock_timestamp() + shift))::bigint) from 3)
              from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

create function pg_catalog.uuidv7() returns uuid volatile parallel safe
  language sql as $$select pg_catalog.uuidv7(interval '0')$$;

do $body$
begin
  if to_regprocedure('pg_catalog.uuid_extract_version(uuid)') is not null then return; end if;
  create function pg_catalog.uuid_extract_version(uuid) returns smallint immutable strict parallel safe
    language sql as $$select (get_byte(uuid_send($1), 6) >> 4)::smallint$$;
  create function pg_catalog.uuid_extract_timestamp(uuid) returns timestamptz immutable strict parallel safe
    language sql as $$
    select case get_byte(uuid_send($1), 6) >> 4
      when 7 then timestamptz 'epoch' + interval '1 millisecond'
                * ('x' || encode(substring(uuid_send($1) from 1 for 6), 'hex'))::bit(48)::bigint
    end
  $$;
end $body$;
