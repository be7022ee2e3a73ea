-- shim: extension
-- pgvector: its types, kept as text, exact distances, and the index methods hnsw and ivfflat, behind which
-- stands a hash index: it can be created, has the right size in the catalogue's eyes, and serves no search.
-- What they are given WITH (m, ef_construction, lists) is unknown to it and refused by the server.

create type @schema@.vector;
create function @schema@.vector_in(cstring) returns @schema@.vector immutable strict parallel safe
  language internal as 'textin';
create function @schema@.vector_out(@schema@.vector) returns cstring immutable strict parallel safe
  language internal as 'textout';
-- The modifier is one number, as that of varchar.
create type @schema@.vector (input = @schema@.vector_in, output = @schema@.vector_out, typmod_in = varchartypmodin,
  typmod_out = varchartypmodout, internallength = variable, storage = external, alignment = int4);

create type @schema@.halfvec;
create function @schema@.halfvec_in(cstring) returns @schema@.halfvec immutable strict parallel safe
  language internal as 'textin';
create function @schema@.halfvec_out(@schema@.halfvec) returns cstring immutable strict parallel safe
  language internal as 'textout';
-- The modifier is one number, as that of varchar.
create type @schema@.halfvec (input = @schema@.halfvec_in, output = @schema@.halfvec_out, typmod_in = varchartypmodin,
  typmod_out = varchartypmodout, internallength = variable, storage = external, alignment = int4);

create type @schema@.sparsevec;
create function @schema@.sparsevec_in(cstring) returns @schema@.sparsevec immutable strict parallel safe
  language internal as 'textin';
create function @schema@.sparsevec_out(@schema@.sparsevec) returns cstring immutable strict parallel safe
  language internal as 'textout';
-- The modifier is one number, as that of varchar.
create type @schema@.sparsevec (input = @schema@.sparsevec_in, output = @schema@.sparsevec_out, typmod_in = varchartypmodin,
  typmod_out = varchartypmodout, internallength = variable, storage = external, alignment = int4);

create access method hnsw type index handler hashhandler;
create access method ivfflat type index handler hashhandler;

do $body$
declare
  kind text;
  source text;
begin
  foreach kind in array array['vector', 'halfvec', 'sparsevec'] loop
    foreach source in array array['integer[]', 'real[]', 'double precision[]', 'numeric[]'] loop
      exit when kind = 'sparsevec';
      execute replace(replace($sql$
        create function @schema@.array_to_KIND(SOURCE, integer, boolean) returns @schema@.KIND
          immutable strict parallel safe
          language sql as $$select translate($1::text, '{}', '[]')::@schema@.KIND$$;
        create cast (SOURCE as @schema@.KIND)
          with function @schema@.array_to_KIND(SOURCE, integer, boolean) as assignment;
      $sql$, 'KIND', kind), 'SOURCE', source);
    end loop;
    execute replace($sql$
      create cast (text as @schema@.KIND) without function as assignment;
      create function @schema@.KIND_to_float8(@schema@.KIND, integer, boolean) returns float8[]
        immutable strict parallel safe
        language sql as $$
        select case when $1::text like '[%' then translate($1::text, '[]', '{}')::float8[]
               else (select array_agg(coalesce(e.value, 0) order by i)
                     from generate_series(1, split_part($1::text, '/', 2)::integer) i
                     left join (select split_part(p, ':', 1)::integer as place, split_part(p, ':', 2)::float8 as value
                                from regexp_split_to_table(trim(split_part($1::text, '/', 1), '{}'), ',') p
                                where p <> '') e on e.place = i) end
      $$;
      create function @schema@.l2_distance(@schema@.KIND, @schema@.KIND) returns float8 immutable strict parallel safe
        language sql as $$
        select sqrt(sum((a - b) ^ 2))
        from unnest(@schema@.KIND_to_float8($1, 0, false), @schema@.KIND_to_float8($2, 0, false)) p(a, b)
      $$;
      create function @schema@.l1_distance(@schema@.KIND, @schema@.KIND) returns float8 immutable strict parallel safe
        language sql as $$
        select sum(abs(a - b))
        from unnest(@schema@.KIND_to_float8($1, 0, false), @schema@.KIND_to_float8($2, 0, false)) p(a, b)
      $$;
      create function @schema@.inner_product(@schema@.KIND, @schema@.KIND) returns float8 immutable strict parallel safe
        language sql as $$
        select sum(a * b)
        from unnest(@schema@.KIND_to_float8($1, 0, false), @schema@.KIND_to_float8($2, 0, false)) p(a, b)
      $$;
      create function @schema@.KIND_negative_inner_product(@schema@.KIND, @schema@.KIND) returns float8
        immutable strict parallel safe
        language sql as $$select - @schema@.inner_product($1, $2)$$;
      create function @schema@.cosine_distance(@schema@.KIND, @schema@.KIND) returns float8 immutable strict parallel safe
        language sql as $$
        select 1 - sum(a * b) / nullif(sqrt(sum(a * a)) * sqrt(sum(b * b)), 0)
        from unnest(@schema@.KIND_to_float8($1, 0, false), @schema@.KIND_to_float8($2, 0, false)) p(a, b)
      $$;
      create function @schema@.vector_dims(@schema@.KIND) returns integer immutable strict parallel safe
        language sql as $$select cardinality(@schema@.KIND_to_float8($1, 0, false))$$;
      create function @schema@.l2_norm(@schema@.KIND) returns float8 immutable strict parallel safe
        language sql as $$select sqrt(sum(a * a)) from unnest(@schema@.KIND_to_float8($1, 0, false)) a$$;
      create function @schema@.l2_normalize(@schema@.KIND) returns @schema@.KIND immutable strict parallel safe
        language sql as $$select $1$$;
      create function @schema@.KIND_eq(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'byteaeq';
      create function @schema@.KIND_ne(@schema@.KIND, @schema@.KIND) returns boolean immutable strict parallel safe
        language internal as 'byteane';
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
      create operator @schema@.<-> (leftarg = @schema@.KIND, rightarg = @schema@.KIND,
        function = @schema@.l2_distance, commutator = operator(@schema@.<->));
      create operator @schema@.<#> (leftarg = @schema@.KIND, rightarg = @schema@.KIND,
        function = @schema@.KIND_negative_inner_product, commutator = operator(@schema@.<#>));
      create operator @schema@.<=> (leftarg = @schema@.KIND, rightarg = @schema@.KIND,
        function = @schema@.cosine_distance, commutator = operator(@schema@.<=>));
      create operator @schema@.<+> (leftarg = @schema@.KIND, rightarg = @schema@.KIND,
        function = @schema@.l1_distance, commutator = operator(@schema@.<+>));
      create operator @schema@.= (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_eq,
        commutator = operator(@schema@.=), negator = operator(@schema@.<>), restrict = eqsel, join = eqjoinsel);
      create operator @schema@.<> (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_ne,
        commutator = operator(@schema@.<>), negator = operator(@schema@.=), restrict = neqsel, join = neqjoinsel);
      create operator @schema@.< (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_lt,
        commutator = operator(@schema@.>), restrict = scalarltsel, join = scalarltjoinsel);
      create operator @schema@.<= (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_le,
        commutator = operator(@schema@.>=), restrict = scalarlesel, join = scalarlejoinsel);
      create operator @schema@.> (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_gt,
        commutator = operator(@schema@.<), restrict = scalargtsel, join = scalargtjoinsel);
      create operator @schema@.>= (leftarg = @schema@.KIND, rightarg = @schema@.KIND, function = @schema@.KIND_ge,
        commutator = operator(@schema@.<=), restrict = scalargesel, join = scalargejoinsel);
      create operator class @schema@.KIND_ops default for type @schema@.KIND using btree as
        operator 1 @schema@.<, operator 2 @schema@.<=, operator 3 @schema@.=, operator 4 @schema@.>=,
        operator 5 @schema@.>, function 1 @schema@.KIND_cmp(@schema@.KIND, @schema@.KIND);
      create operator class @schema@.KIND_l2_ops for type @schema@.KIND using hnsw as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
      create operator class @schema@.KIND_ip_ops for type @schema@.KIND using hnsw as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
      create operator class @schema@.KIND_cosine_ops for type @schema@.KIND using hnsw as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
      create operator class @schema@.KIND_l1_ops for type @schema@.KIND using hnsw as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
    $sql$, 'KIND', kind);
    continue when kind = 'sparsevec';
    execute replace(replace($sql$
      create operator class @schema@.KIND_l2_ops DEFAULT for type @schema@.KIND using ivfflat as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
      create operator class @schema@.KIND_ip_ops for type @schema@.KIND using ivfflat as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
      create operator class @schema@.KIND_cosine_ops for type @schema@.KIND using ivfflat as
        operator 1 @schema@.=, function 1 @schema@.KIND_hash(@schema@.KIND);
    $sql$, 'KIND', kind), 'DEFAULT', case kind when 'vector' then 'default' else '' end);
  end loop;
end $body$;

create cast (@schema@.vector as @schema@.halfvec) without function as assignment;
create cast (@schema@.halfvec as @schema@.vector) without function as implicit;
create cast (@schema@.vector as float8[]) with function @schema@.vector_to_float8(@schema@.vector, integer, boolean);

create function @schema@.vector_avg_step(float8[], @schema@.vector) returns float8[] immutable parallel safe
  language sql as $$
  select case when $2 is null then $1 when $1 is null then array[1::float8] || @schema@.vector_to_float8($2, 0, false)
         else (select array_agg(coalesce(a, 0) + coalesce(b, 0) order by i)
               from unnest($1, array[1::float8] || @schema@.vector_to_float8($2, 0, false)) with ordinality p(a, b, i))
         end
$$;
create function @schema@.vector_avg_end(float8[]) returns @schema@.vector immutable parallel safe
  language sql as $$
  select translate((select array_agg(a / $1[1] order by i) from unnest($1[2:]) with ordinality p(a, i))::text,
                   '{}', '[]')::@schema@.vector
$$;
create aggregate @schema@.avg(@schema@.vector) (sfunc = @schema@.vector_avg_step, stype = float8[],
  finalfunc = @schema@.vector_avg_end);
