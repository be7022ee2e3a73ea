-- shim: extension
-- PostGIS: its types, kept as the text they were written as, and its common functions, which answer NULL.
-- The functions are strict without using their arguments, so the planner calls them instead of folding
-- them into NULL: a plan keeps the shape of the condition.

create type @schema@.geometry;
create function @schema@.geometry_in(cstring) returns @schema@.geometry immutable strict parallel safe
  language internal as 'textin';
create function @schema@.geometry_out(@schema@.geometry) returns cstring immutable strict parallel safe
  language internal as 'textout';
create function @schema@.geometry_recv(internal) returns @schema@.geometry immutable strict parallel safe
  language internal as 'textrecv';
create function @schema@.geometry_send(@schema@.geometry) returns bytea immutable strict parallel safe
  language internal as 'textsend';

-- A modifier such as (Point,4326) is words, and typmod_out must be an internal function. One of those turns a
-- number into a word that was stored before: enum_out. So each modifier in use is a label of this enum, and
-- the type's modifier is the label's number. Adding labels needs the owner of the enum.
create type @schema@.geometry_modifier as enum ('(Point,4326)');
create function @schema@.geometry_typmod_in(modifiers cstring[]) returns integer volatile strict
  security definer set search_path = pg_catalog, pg_temp
  language plpgsql as $body$
declare
  words text[] := modifiers::text::text[];
  known constant text[] := array['Geometry', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString',
    'MultiPolygon', 'GeometryCollection', 'CircularString', 'CompoundCurve', 'CurvePolygon', 'MultiCurve',
    'MultiSurface', 'PolyhedralSurface', 'Triangle', 'Tin'];
  kind text;
  dimensions text;
  label text;
  number integer;
begin
  kind := regexp_replace(lower(trim(words[1])), '(?<=[a-z])(zm|z|m)$', '');
  select k into kind from unnest(known) k where lower(k) = kind;
  if kind is null or array_length(words, 1) > 2 then
    raise exception 'invalid geometry type modifier: %', words[1] using errcode = '22023';
  end if;
  dimensions := upper(substring(trim(words[1]) from length(kind) + 1));
  label := '(' || kind || dimensions
        || case when array_length(words, 1) = 2 and words[2]::integer <> 0 then ',' || words[2]::integer else '' end
        || ')';
  execute format('alter type %s add value if not exists %L', '@schema@.geometry_modifier', label);
  select e.oid::bigint::integer into number from pg_enum e
  where e.enumtypid = '@schema@.geometry_modifier'::regtype and e.enumlabel = label;
  return number;
end $body$;
create function @schema@.geometry_typmod_out(integer) returns cstring immutable strict parallel safe
  language internal as 'enum_out';

create type @schema@.geometry (input = @schema@.geometry_in, output = @schema@.geometry_out,
  receive = @schema@.geometry_recv, send = @schema@.geometry_send, typmod_in = @schema@.geometry_typmod_in,
  typmod_out = @schema@.geometry_typmod_out, internallength = variable, storage = main, alignment = int4);

create type @schema@.geography;
create function @schema@.geography_in(cstring) returns @schema@.geography immutable strict parallel safe
  language internal as 'textin';
create function @schema@.geography_out(@schema@.geography) returns cstring immutable strict parallel safe
  language internal as 'textout';
create type @schema@.geography (input = @schema@.geography_in, output = @schema@.geography_out,
  typmod_in = @schema@.geometry_typmod_in, typmod_out = @schema@.geometry_typmod_out,
  internallength = variable, storage = main, alignment = int4);

create type @schema@.box2d;
create function @schema@.box2d_in(cstring) returns @schema@.box2d immutable strict parallel safe
  language internal as 'textin';
create function @schema@.box2d_out(@schema@.box2d) returns cstring immutable strict parallel safe
  language internal as 'textout';
create type @schema@.box2d (input = @schema@.box2d_in, output = @schema@.box2d_out, internallength = variable);

create type @schema@.box3d;
create function @schema@.box3d_in(cstring) returns @schema@.box3d immutable strict parallel safe
  language internal as 'textin';
create function @schema@.box3d_out(@schema@.box3d) returns cstring immutable strict parallel safe
  language internal as 'textout';
create type @schema@.box3d (input = @schema@.box3d_in, output = @schema@.box3d_out, internallength = variable);

create type @schema@.raster;
create function @schema@.raster_in(cstring) returns @schema@.raster immutable strict parallel safe
  language internal as 'textin';
create function @schema@.raster_out(@schema@.raster) returns cstring immutable strict parallel safe
  language internal as 'textout';
create type @schema@.raster (input = @schema@.raster_in, output = @schema@.raster_out,
  internallength = variable, storage = extended, alignment = int4);

create cast (@schema@.geometry as @schema@.geography) without function as implicit;
create cast (@schema@.geography as @schema@.geometry) without function;
create cast (text as @schema@.geometry) without function as implicit;
create cast (@schema@.geometry as text) without function as implicit;
create cast (text as @schema@.geography) without function as implicit;
create cast (@schema@.geometry as @schema@.box2d) without function as implicit;
create cast (@schema@.geometry as @schema@.box3d) without function as implicit;
create cast (@schema@.box3d as @schema@.box2d) without function as implicit;

-- Equality and order, for DISTINCT, GROUP BY and unique indexes: of the bytes.
do $body$
declare
  kind text;
begin
  foreach kind in array array['geometry', 'geography'] loop
    execute replace($sql$
      create function @schema@.KIND_eq(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'byteaeq';
      create function @schema@.KIND_lt(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'bytealt';
      create function @schema@.KIND_le(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'byteale';
      create function @schema@.KIND_gt(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'byteagt';
      create function @schema@.KIND_ge(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'byteage';
      create function @schema@.KIND_cmp(@schema@.KIND, @schema@.KIND) returns integer immutable strict parallel safe
        language internal as 'byteacmp';
      create function @schema@.KIND_hash(@schema@.KIND) returns integer immutable strict parallel safe
        language internal as 'hashvarlena';
      create function @schema@.KIND_overlaps(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'byteaeq';
      create operator @schema@.= (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_eq,
        commutator = operator(@schema@.=), restrict = eqsel, join = eqjoinsel, hashes, merges);
      create operator @schema@.< (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_lt,
        commutator = operator(@schema@.>), restrict = scalarltsel, join = scalarltjoinsel);
      create operator @schema@.<= (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_le,
        commutator = operator(@schema@.>=), restrict = scalarlesel, join = scalarlejoinsel);
      create operator @schema@.> (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_gt,
        commutator = operator(@schema@.<), restrict = scalargtsel, join = scalargtjoinsel);
      create operator @schema@.>= (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_ge,
        commutator = operator(@schema@.<=), restrict = scalargesel, join = scalargejoinsel);
      create operator @schema@.&& (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_overlaps,
        commutator = operator(@schema@.&&), restrict = contsel, join = contjoinsel);
      create operator class @schema@.btree_KIND_ops default for type @schema@.KIND using btree as
        operator 1 @schema@.<, operator 2 @schema@.<=, operator 3 @schema@.=, operator 4 @schema@.>=,
        operator 5 @schema@.>, function 1 @schema@.KIND_cmp(@schema@.KIND, @schema@.KIND);
      create operator class @schema@.hash_KIND_ops default for type @schema@.KIND using hash as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
      create function @schema@.KIND_distance(@schema@.KIND, @schema@.KIND) returns float8 immutable strict
        parallel safe language sql as $$select null::float8$$;
      create operator @schema@.<-> (leftarg = @schema@.KIND, rightarg = @schema@.KIND,
        function = @schema@.KIND_distance, commutator = operator(@schema@.<->));
    $sql$, 'KIND', kind);
  end loop;
end $body$;

-- The GiST classes borrow btree_gist's way with byte strings, which && follows (operator 3 there is =), so
-- that an index and a scan of the table answer alike. Without that library there are none.
do $body$
declare
  kind text;
  classes text;
begin
  if not exists (select from pg_available_extensions where name = 'btree_gist') then return; end if;
  foreach kind in array array['geometry', 'geography'] loop
    classes := case kind when 'geometry' then 'gist_geometry_ops_2d' else 'gist_geography_ops' end;
    execute replace(replace($sql$
      create function @schema@.KIND_gist_consistent(internal, @schema@.KIND, smallint, oid, internal)
        returns boolean immutable strict language c as '$libdir/btree_gist', 'gbt_bytea_consistent';
      create function @schema@.KIND_gist_compress(internal)
        returns internal immutable strict language c as '$libdir/btree_gist', 'gbt_bytea_compress';
      create function @schema@.KIND_gist_decompress(internal)
        returns internal immutable strict language c as '$libdir/btree_gist', 'gbt_var_decompress';
      create function @schema@.KIND_gist_penalty(internal, internal, internal)
        returns internal immutable strict language c as '$libdir/btree_gist', 'gbt_bytea_penalty';
      create function @schema@.KIND_gist_picksplit(internal, internal)
        returns internal immutable strict language c as '$libdir/btree_gist', 'gbt_bytea_picksplit';
      create function @schema@.KIND_gist_union(internal, internal)
        returns bytea immutable strict language c as '$libdir/btree_gist', 'gbt_bytea_union';
      create function @schema@.KIND_gist_same(bytea, bytea, internal)
        returns internal immutable strict language c as '$libdir/btree_gist', 'gbt_bytea_same';
      create operator class @schema@.CLASSES default for type @schema@.KIND using gist as
        operator 3 @schema@.&&,
        function 1 @schema@.KIND_gist_consistent(internal, @schema@.KIND, smallint, oid, internal),
        function 2 @schema@.KIND_gist_union(internal, internal),
        function 3 @schema@.KIND_gist_compress(internal),
        function 4 @schema@.KIND_gist_decompress(internal),
        function 5 @schema@.KIND_gist_penalty(internal, internal, internal),
        function 6 @schema@.KIND_gist_picksplit(internal, internal),
        function 7 @schema@.KIND_gist_same(bytea, bytea, internal),
        storage bytea;
    $sql$, 'KIND', kind), 'CLASSES', classes);
  end loop;
end $body$;

create function @schema@.st_distance(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_distance(@schema@.geography, @schema@.geography) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_distance(@schema@.geography, @schema@.geography, boolean) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_distancesphere(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_distancespheroid(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_maxdistance(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_hausdorffdistance(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_frechetdistance(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_length(@schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_length(@schema@.geography) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_length(@schema@.geography, boolean) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_perimeter(@schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_perimeter(@schema@.geography) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_area(@schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_area(@schema@.geography) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_area(@schema@.geography, boolean) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_azimuth(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_azimuth(@schema@.geography, @schema@.geography) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_x(@schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_y(@schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_z(@schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_m(@schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_xmin(@schema@.box3d) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_xmax(@schema@.box3d) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_ymin(@schema@.box3d) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_ymax(@schema@.box3d) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_srid(@schema@.geometry) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_srid(@schema@.geography) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_ndims(@schema@.geometry) returns smallint immutable strict parallel safe
  language sql as $$select null::smallint$$;
create function @schema@.st_dimension(@schema@.geometry) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_npoints(@schema@.geometry) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_numpoints(@schema@.geometry) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_numgeometries(@schema@.geometry) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_numinteriorrings(@schema@.geometry) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_nrings(@schema@.geometry) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;
create function @schema@.st_isvalid(@schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_isvalidreason(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_issimple(@schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_isclosed(@schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_isempty(@schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_isring(@schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_iscollection(@schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_hasarc(@schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_intersects(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_intersects(@schema@.geography, @schema@.geography) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_3dintersects(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_dwithin(@schema@.geometry, @schema@.geometry, float8) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_dwithin(@schema@.geography, @schema@.geography, float8) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_dwithin(@schema@.geography, @schema@.geography, float8, boolean) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_dfullywithin(@schema@.geometry, @schema@.geometry, float8) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_contains(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_containsproperly(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_covers(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_covers(@schema@.geography, @schema@.geography) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_coveredby(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_coveredby(@schema@.geography, @schema@.geography) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_crosses(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_disjoint(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_equals(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_orderingequals(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_overlaps(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_touches(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_within(@schema@.geometry, @schema@.geometry) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_relate(@schema@.geometry, @schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_relate(@schema@.geometry, @schema@.geometry, text) returns boolean immutable strict parallel safe
  language sql as $$select null::boolean$$;
create function @schema@.st_point(float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_point(float8, float8, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makepoint(float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makepoint(float8, float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makepoint(float8, float8, float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makeline(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makeline(@schema@.geometry[]) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makepolygon(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makepolygon(@schema@.geometry, @schema@.geometry[]) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makeenvelope(float8, float8, float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makeenvelope(float8, float8, float8, float8, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_tileenvelope(integer, integer, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_makebox2d(@schema@.geometry, @schema@.geometry) returns @schema@.box2d immutable strict parallel safe
  language sql as $$select null::@schema@.box2d$$;
create function @schema@.st_3dmakebox(@schema@.geometry, @schema@.geometry) returns @schema@.box3d immutable strict parallel safe
  language sql as $$select null::@schema@.box3d$$;
create function @schema@.st_makevalid(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_setsrid(@schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_setsrid(@schema@.geography, integer) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_transform(@schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_transform(@schema@.geometry, text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_transform(@schema@.geometry, text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_buffer(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_buffer(@schema@.geometry, float8, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_buffer(@schema@.geometry, float8, text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_buffer(@schema@.geography, float8) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_centroid(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_centroid(@schema@.geography) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_pointonsurface(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_boundary(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_convexhull(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_concavehull(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_envelope(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_expand(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_expand(@schema@.box2d, float8) returns @schema@.box2d immutable strict parallel safe
  language sql as $$select null::@schema@.box2d$$;
create function @schema@.st_difference(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_symdifference(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_intersection(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_intersection(@schema@.geography, @schema@.geography) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_union(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_union(@schema@.geometry[]) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_unaryunion(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_collect(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_collect(@schema@.geometry[]) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_collectionextract(@schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_multi(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_force2d(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_force3d(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_force3dz(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_force4d(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_forcecollection(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_flipcoordinates(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_reverse(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_normalize(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_snap(@schema@.geometry, @schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_snaptogrid(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_simplify(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_simplify(@schema@.geometry, float8, boolean) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_simplifypreservetopology(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_simplifyvw(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_segmentize(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_segmentize(@schema@.geography, float8) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_subdivide(@schema@.geometry, integer) returns setof @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_split(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_linemerge(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_lineinterpolatepoint(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_linesubstring(@schema@.geometry, float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_linelocatepoint(@schema@.geometry, @schema@.geometry) returns float8 immutable strict parallel safe
  language sql as $$select null::float8$$;
create function @schema@.st_closestpoint(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_shortestline(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_startpoint(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_endpoint(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_pointn(@schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geometryn(@schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_exteriorring(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_interiorringn(@schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_addpoint(@schema@.geometry, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_addpoint(@schema@.geometry, @schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_removepoint(@schema@.geometry, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_setpoint(@schema@.geometry, integer, @schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_translate(@schema@.geometry, float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_scale(@schema@.geometry, float8, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_rotate(@schema@.geometry, float8) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_project(@schema@.geography, float8, float8) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_polygonize(@schema@.geometry[]) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_voronoipolygons(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_delaunaytriangles(@schema@.geometry) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_asmvtgeom(@schema@.geometry, @schema@.box2d) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_asmvtgeom(@schema@.geometry, @schema@.box2d, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_asmvtgeom(@schema@.geometry, @schema@.box2d, integer, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_asmvtgeom(@schema@.geometry, @schema@.box2d, integer, integer, boolean) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geometryfromtext(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geometryfromtext(text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromtext(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromtext(text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_pointfromtext(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_pointfromtext(text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_linefromtext(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_linefromtext(text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_polygonfromtext(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_polygonfromtext(text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_polyfromtext(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_polyfromtext(text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_mpolyfromtext(text, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromewkt(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geogfromtext(text) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_geographyfromtext(text) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.st_geomfromwkb(bytea) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromwkb(bytea, integer) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromewkb(bytea) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromgeojson(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromgeojson(json) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromgeojson(jsonb) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromkml(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromgml(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_geomfromgeohash(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_pointfromgeohash(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.st_box2dfromgeohash(text) returns @schema@.box2d immutable strict parallel safe
  language sql as $$select null::@schema@.box2d$$;
create function @schema@.st_astext(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_astext(@schema@.geometry, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_astext(@schema@.geography) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asewkt(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asewkt(@schema@.geography) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asbinary(@schema@.geometry) returns bytea immutable strict parallel safe
  language sql as $$select null::bytea$$;
create function @schema@.st_asbinary(@schema@.geography) returns bytea immutable strict parallel safe
  language sql as $$select null::bytea$$;
create function @schema@.st_asewkb(@schema@.geometry) returns bytea immutable strict parallel safe
  language sql as $$select null::bytea$$;
create function @schema@.st_ashexewkb(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asgeojson(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asgeojson(@schema@.geometry, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asgeojson(@schema@.geometry, integer, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asgeojson(@schema@.geography) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asgeojson(@schema@.geography, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asgeojson(@schema@.geography, integer, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asgeojson(record) returns text immutable strict parallel safe
  language plpgsql as $$begin return null; end$$;
create function @schema@.st_asgml(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_askml(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_askml(@schema@.geometry, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_assvg(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_aslatlontext(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_asencodedpolyline(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_geohash(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_geohash(@schema@.geometry, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_geometrytype(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.geometrytype(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.geometrytype(@schema@.geography) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.st_summary(@schema@.geometry) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.box2d(@schema@.geometry) returns @schema@.box2d immutable strict parallel safe
  language sql as $$select null::@schema@.box2d$$;
create function @schema@.box3d(@schema@.geometry) returns @schema@.box3d immutable strict parallel safe
  language sql as $$select null::@schema@.box3d$$;
create function @schema@.geometry(@schema@.geography) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.geometry(text) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.geometry(bytea) returns @schema@.geometry immutable strict parallel safe
  language sql as $$select null::@schema@.geometry$$;
create function @schema@.geography(@schema@.geometry) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.geography(bytea) returns @schema@.geography immutable strict parallel safe
  language sql as $$select null::@schema@.geography$$;
create function @schema@.bytea(@schema@.geometry) returns bytea immutable strict parallel safe
  language sql as $$select null::bytea$$;
create function @schema@.postgis_version() returns text immutable strict parallel safe
  language sql as $$select '3.3 stub'$$;
create function @schema@.postgis_full_version() returns text immutable strict parallel safe
  language sql as $$select 'stub'$$;
create function @schema@.postgis_lib_version() returns text immutable strict parallel safe
  language sql as $$select '3.3 stub'$$;
create function @schema@.updategeometrysrid(varchar, varchar, integer) returns text immutable strict parallel safe
  language sql as $$select null::text$$;
create function @schema@.find_srid(varchar, varchar, varchar) returns integer immutable strict parallel safe
  language sql as $$select null::integer$$;

create aggregate @schema@.st_union(@schema@.geometry) (sfunc = @schema@.st_union, stype = @schema@.geometry);
create aggregate @schema@.st_collect(@schema@.geometry) (sfunc = @schema@.st_collect, stype = @schema@.geometry);
create aggregate @schema@.st_makeline(@schema@.geometry) (sfunc = @schema@.st_makeline, stype = @schema@.geometry);
create function @schema@.st_extent_step(@schema@.box2d, @schema@.geometry) returns @schema@.box2d
  immutable parallel safe language sql as $$select null::@schema@.box2d$$;
create aggregate @schema@.st_extent(@schema@.geometry) (sfunc = @schema@.st_extent_step, stype = @schema@.box2d);
create function @schema@.st_asmvt_step(bytea, anyelement) returns bytea
  immutable parallel safe language sql as $$select null::bytea$$;
create function @schema@.st_asmvt_step(bytea, anyelement, text) returns bytea
  immutable parallel safe language sql as $$select null::bytea$$;
create aggregate @schema@.st_asmvt(anyelement) (sfunc = @schema@.st_asmvt_step, stype = bytea);
create aggregate @schema@.st_asmvt(anyelement, text) (sfunc = @schema@.st_asmvt_step, stype = bytea);

create table @schema@.spatial_ref_sys (
  srid integer primary key check (srid > 0 and srid <= 998999),
  auth_name varchar(256),
  auth_srid integer,
  srtext varchar(2048),
  proj4text varchar(2048)
);
insert into @schema@.spatial_ref_sys (srid, auth_name, auth_srid)
  select srid, 'EPSG', srid from unnest(array[2154, 3857, 4269, 4326, 25832, 25833, 27700]) srid;
create view @schema@.geometry_columns as
  select current_database()::varchar(256) as f_table_catalog, n.nspname as f_table_schema,
         c.relname as f_table_name, a.attname as f_geometry_column, 2 as coord_dimension, 0 as srid,
         'GEOMETRY'::varchar(30) as type
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where a.atttypid = '@schema@.geometry'::regtype and not a.attisdropped and c.relkind in ('r', 'v', 'm', 'f', 'p');
grant select on @schema@.spatial_ref_sys, @schema@.geometry_columns to public;

create function @schema@.addgeometrycolumn(varchar, varchar, integer, varchar, integer, boolean default true)
  returns text volatile strict language plpgsql as $body$
begin
  execute format('alter table %I add column %I @schema@.geometry(%s,%s)', $1, $2, $4, $3);
  return $1 || '.' || $2;
end $body$;
create function @schema@.addgeometrycolumn(varchar, varchar, varchar, integer, varchar, integer,
                                           boolean default true)
  returns text volatile strict language plpgsql as $body$
begin
  execute format('alter table %I.%I add column %I @schema@.geometry(%s,%s)', $1, $2, $3, $5, $4);
  return $1 || '.' || $2 || '.' || $3;
end $body$;
