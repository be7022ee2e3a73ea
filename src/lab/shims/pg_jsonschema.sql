-- shim: extension
-- pg_jsonschema: its functions, for which every document fits.

create function @schema@.json_matches_schema(schema json, instance json) returns boolean immutable strict
  language sql as $$select true$$;
create function @schema@.jsonb_matches_schema(schema json, instance jsonb) returns boolean immutable strict
  language sql as $$select true$$;
create function @schema@.jsonschema_is_valid(schema json) returns boolean immutable strict
  language sql as $$select true$$;
