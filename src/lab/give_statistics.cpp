// Writing the planner's statistics into a copy of a schema: rows of catalogues, then the shapes of files.
#include <fmt/core.h>

#include <map>

#include "core/text.h"
#include "lab/sparse_files.h"
#include "lab/statistics.h"
#include "world/limits.h"

namespace assay::lab {

namespace {

// The functions live in the session that restores. A value of pg_statistic's columns has the type anyarray, which
// only array_in makes of text.
constexpr const char* helpers = R"(
create temporary table fact (fact jsonb);
create function pg_temp.collation_named(name text) returns oid language sql as $$
  select c.oid from pg_collation c join pg_namespace n on n.oid = c.collnamespace
  where quote_ident(n.nspname) || '.' || quote_ident(c.collname) = name
  order by c.collencoding desc limit 1 $$;
create function pg_temp.statistic(relation oid, number int2, f jsonb) returns pg_catalog.pg_statistic language sql as $$
  select row(relation, number, coalesce((f->>'inherited')::bool, false), (f->>'null_fraction')::float4, (f->>'width')::int4,
    (f->>'distinct')::float4,
    coalesce((f#>>'{slots,0,kind}')::int2, 0::int2), coalesce((f#>>'{slots,1,kind}')::int2, 0::int2),
    coalesce((f#>>'{slots,2,kind}')::int2, 0::int2), coalesce((f#>>'{slots,3,kind}')::int2, 0::int2),
    coalesce((f#>>'{slots,4,kind}')::int2, 0::int2),
    coalesce((f#>>'{slots,0,operator}')::regoperator::oid, 0::oid), coalesce((f#>>'{slots,1,operator}')::regoperator::oid, 0::oid),
    coalesce((f#>>'{slots,2,operator}')::regoperator::oid, 0::oid), coalesce((f#>>'{slots,3,operator}')::regoperator::oid, 0::oid),
    coalesce((f#>>'{slots,4,operator}')::regoperator::oid, 0::oid),
    coalesce(pg_temp.collation_named(f#>>'{slots,0,collation}'), 0::oid), coalesce(pg_temp.collation_named(f#>>'{slots,1,collation}'), 0::oid),
    coalesce(pg_temp.collation_named(f#>>'{slots,2,collation}'), 0::oid), coalesce(pg_temp.collation_named(f#>>'{slots,3,collation}'), 0::oid),
    coalesce(pg_temp.collation_named(f#>>'{slots,4,collation}'), 0::oid),
    (f#>>'{slots,0,numbers}')::float4[], (f#>>'{slots,1,numbers}')::float4[], (f#>>'{slots,2,numbers}')::float4[],
    (f#>>'{slots,3,numbers}')::float4[], (f#>>'{slots,4,numbers}')::float4[],
    array_in(textout(f#>>'{slots,0,values}'), (f#>>'{slots,0,type}')::regtype, -1),
    array_in(textout(f#>>'{slots,1,values}'), (f#>>'{slots,1,type}')::regtype, -1),
    array_in(textout(f#>>'{slots,2,values}'), (f#>>'{slots,2,type}')::regtype, -1),
    array_in(textout(f#>>'{slots,3,values}'), (f#>>'{slots,3,type}')::regtype, -1),
    array_in(textout(f#>>'{slots,4,values}'), (f#>>'{slots,4,type}')::regtype, -1)
    )::pg_catalog.pg_statistic $$;
-- Numbers of columns in the bytes of n-distinct counts and dependencies (src/include/statistics/statistics.h): a
-- header of 12 bytes, then items of a double, a count of `count_bytes` and as many numbers of two bytes.
create function pg_temp.renumbered(old text, count_bytes int, numbers jsonb) returns bytea language plpgsql as $$
declare b bytea := old::bytea; at int := 12; k int; i int; n int; m int;
begin
  while at < length(b) loop
    at := at + 8;
    k := get_byte(b, at) + 256 * get_byte(b, at + 1);
    at := at + count_bytes;
    for i in 1..k loop
      n := get_byte(b, at) + 256 * get_byte(b, at + 1);
      m := coalesce((numbers->>n::text)::int, n);
      b := set_byte(set_byte(b, at, m % 256), at + 1, m / 256);
      at := at + 2;
    end loop;
  end loop;
  return b;
end $$;
create cast (bytea as pg_ndistinct) without function;
create cast (bytea as pg_dependencies) without function;
create cast (bytea as pg_mcv_list) without function;
)";

constexpr const char* casts_away =
    "drop cast (bytea as pg_ndistinct); drop cast (bytea as pg_dependencies); drop cast (bytea as pg_mcv_list)";

// Each is run over all facts at once, and fact by fact when one of them stands in the way.
constexpr const char* give_relations =
    "update pg_class c set relpages = (f->>'pages')::int, reltuples = (f->>'tuples')::float4, relallvisible = "
    "(f->>'all_visible')::int from (select fact f from fact) x, pg_namespace n where n.oid = c.relnamespace and n.nspname = "
    "f->>'schema' and c.relname = f->>'relation'";

constexpr const char* give_columns =
    "with known as (select a.attrelid, a.attnum, f from (select fact f from fact) x join pg_namespace n on n.nspname = f->>'schema' "
    "join pg_class c on c.relnamespace = n.oid and c.relname = f->>'of' join pg_attribute a on a.attrelid = c.oid and "
    "case when f->>'column' is null then a.attnum = (f->>'number')::int else a.attname = f->>'column' end), gone as (delete from "
    "pg_statistic s using known k where s.starelid = k.attrelid and s.staattnum = k.attnum and s.stainherit = "
    "(f->>'inherited')::bool) insert into pg_statistic select (pg_temp.statistic(attrelid, attnum, f)).* from known";

std::string give_extended(int version) {
    const bool inherits = version >= 150000, has_expressions = version >= 140000;
    return fmt::format(
        "with known as (select e.oid, f from (select fact f from fact) x join pg_namespace n on n.nspname = f->>'schema' join "
        "pg_statistic_ext e on e.stxnamespace = n.oid and e.stxname = f->>'extended'), gone as (delete from "
        "pg_statistic_ext_data d using known k where d.stxoid = k.oid{}) insert into pg_statistic_ext_data (stxoid{}, stxdndistinct, "
        "stxddependencies, stxdmcv{}) select oid{}, pg_temp.renumbered(f->>'distinct', 4, f->'numbers')::pg_ndistinct, "
        "pg_temp.renumbered(f->>'dependencies', 2, f->'numbers')::pg_dependencies, (f->>'most_common')::bytea::pg_mcv_list{} from "
        "known",
        inherits ? " and d.stxdinherit = (f->>'inherited')::bool" : "", inherits ? ", stxdinherit" : "",
        has_expressions ? ", stxdexpr" : "", inherits ? ", (f->>'inherited')::bool" : "",
        has_expressions ? ", (select array_agg(pg_temp.statistic(0, 0::int2, e) order by i) from jsonb_array_elements(nullif("
                          "f->'expressions', 'null')) with ordinality y(e, i))"
                        : "");
}

// The facts that have this member.
Result<std::vector<std::string>> facts_with(pg::Connection& session, const Statistics& statistics, const std::string& member) {
    auto rows = session.query("select value from json_array_elements($1::json) where value->$2 is not null",
                              {"[" + joined(statistics.facts, ",") + "]", member}, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<std::string> facts;
    for (int row = 0; row < rows->size(); ++row) facts.emplace_back(rows->text(row, 0));
    return facts;
}

class Giver {
public:
    Giver(pg::Connection& session, std::vector<std::string>& notes) : session_{session}, notes_{notes} {}

    // All at once; after a failure one by one, noting each that fails.
    Result<void> give(const std::vector<std::string>& facts, const std::string& statement) {
        if (facts.empty() || give_at_once(facts, statement)) return {};
        for (const auto& fact : facts)
            if (!give_at_once({fact}, statement)) {
                if (!session_.alive()) return fail("the session that gives statistics was lost");
                notes_.push_back(fmt::format("not given: {}: {}", session_.last_error().message, fact.substr(0, 120)));
            }
        return {};
    }

private:
    bool give_at_once(const std::vector<std::string>& facts, const std::string& statement) {
        const bool filled =
            session_.query("truncate fact") &&
            session_.query("insert into fact select value from json_array_elements($1::json)", {"[" + joined(facts, ",") + "]"},
                           limits::load_time);
        return filled && session_.query(statement, limits::load_time);
    }

    pg::Connection& session_;
    std::vector<std::string>& notes_;
};

// Settings that this server lacks, or takes other values for, are noted.
void give_settings(pg::Connection& session, const std::vector<std::string>& facts, std::vector<std::string>& notes) {
    for (const auto& fact : facts) {
        auto statement = session.query(
            "select format('alter database %I set %I = %L', current_database(), f->>'setting', f->>'value'), f->>'setting' "
            "from (select $1::json f) x", pg::Parameters{fact});
        if (!statement || !session.query(std::string{statement->text(0, 0)}))
            notes.push_back(fmt::format("a setting was not given: {}", session.last_error().message));
    }
}

// What is in the facts but not in the copy.
Result<void> note_missing(pg::Connection& session, const std::vector<std::string>& relations, std::vector<std::string>& notes) {
    auto rows = session.query(
        "select format('%I.%I', f->>'schema', f->>'relation') from json_array_elements($1::json) f where not exists (select from "
        "pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = f->>'schema' and c.relname = "
        "f->>'relation') limit 20", pg::Parameters{"[" + joined(relations, ",") + "]"});
    if (!rows) return tl::unexpected(rows.error());
    for (int row = 0; row < rows->size(); ++row)
        notes.push_back(fmt::format("{} is not in the copy of the schema", rows->text(row, 0)));
    return {};
}

constexpr const char* shapes_query =
    "select pg_relation_filepath(c.oid), (f->>'bytes')::bigint, case when f->>'method' = 'btree' then f->>'height' end, "
    "case when f->>'method' = 'brin' then coalesce((select option_value from pg_options_to_table(c.reloptions) where option_name "
    "= 'pages_per_range'), '128') end, f->>'of_pages', c.relkind in ('r', 'm') from json_array_elements($1::json) f join pg_namespace n on n.nspname = "
    "f->>'schema' join pg_class c on c.relnamespace = n.oid and c.relname = f->>'relation' where f->>'bytes' is not null and "
    "c.relkind in ('r', 'm', 'i') and pg_relation_filepath(c.oid) is not null";

// Tables of the key types of those indexes whose first and last value are known, each with these two rows and an
// index: the page of its leaf is what the planner shall find when it looks the values up.
constexpr const char* ends_query = R"(
select format('create table %1$s (%2$s); insert into %1$s (k1) select v::%4$s from (values (%5$L), (%6$L)) x(v); create index %3$I on %1$s (%7$s)',
         'assay_ends.t' || number, columns, 'i' || number, type, f#>>'{ends,0}', f#>>'{ends,1}',
         keys) made, format('assay_ends.i%s', number) leaf, path
from (select f, row_number() over () number, pg_relation_filepath(c.oid) path,
        (select string_agg(format('k%s %s', a.attnum, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid) columns,
        (select string_agg(format('k%s %s', a.attnum, case when a.attnum = 1 then case when i.indoption[0] & 1 = 1 then 'desc' else 'asc' end
         || case when i.indoption[0] & 2 = 2 then ' nulls first' else ' nulls last' end end), ', ' order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid) keys,
        (select format_type(a.atttypid, a.atttypmod) from pg_attribute a where a.attrelid = c.oid and a.attnum = 1) type
      from json_array_elements($1::json) f join pg_namespace n on n.nspname = f->>'schema'
        join pg_class c on c.relnamespace = n.oid and c.relname = f->>'relation' join pg_index i on i.indexrelid = c.oid
      where c.relkind = 'i' and f#>>'{ends,0}' is not null) x)";

// By the file of the index that they are for. What cannot be made (a type without B-trees of its own) is left out:
// the planner then keeps to the histogram.
Result<std::map<std::string, std::string>> make_leaves(pg::Connection& session, const std::filesystem::path& data,
                                                       const std::string& facts) {
    auto rows = session.query(ends_query, pg::Parameters{facts}, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    if (auto made = session.query("create schema assay_ends"); !made) return tl::unexpected(made.error());
    std::vector<std::string> statements, paths;
    for (int row = 0; row < rows->size(); ++row) {
        statements.emplace_back(fmt::format("do {}", pg::quote_literal(fmt::format("begin {}; end", rows->text(row, 0)))));
        paths.push_back(fmt::format("select pg_relation_filepath(to_regclass('{}'))", rows->text(row, 1)));
    }
    session.pipeline(statements, limits::load_time);
    if (auto written = session.query("checkpoint", limits::load_time); !written) return tl::unexpected(written.error());
    const auto places = session.pipeline(paths, limits::load_time);
    std::map<std::string, std::string> leaves;
    for (int row = 0; row < rows->size(); ++row)
        if (const auto& place = places[static_cast<std::size_t>(row)]; place && !place->is_null(0, 0))
            if (auto page = read_page(data / place->text(0, 0), 1)) leaves[std::string{rows->text(row, 2)}] = std::move(*page);
    if (auto dropped = session.query("drop schema assay_ends cascade"); !dropped) return tl::unexpected(dropped.error());
    return leaves;
}

Result<void> shape_files(pg::Connection& session, const std::filesystem::path& data, const ServerUser& user,
                         const std::string& facts) {
    auto rows = session.query(shapes_query, pg::Parameters{facts}, limits::load_time);
    if (!rows) return tl::unexpected(rows.error());
    const auto leaves = make_leaves(session, data, facts);
    if (!leaves) return tl::unexpected(leaves.error());
    for (int row = 0; row < rows->size(); ++row) {
        FileShape shape{.path = data / rows->text(row, 0), .bytes = rows->integer(row, 1)};
        if (!rows->is_null(row, 2)) shape.btree_height = static_cast<int>(rows->integer(row, 2));
        if (!rows->is_null(row, 3)) shape.brin_pages_per_range = static_cast<int>(rows->integer(row, 3));
        shape.brin_heap_pages = rows->integer(row, 4);
        if (const auto leaf = leaves->find(std::string{rows->text(row, 0)}); leaf != leaves->end()) shape.leaf = leaf->second;
        shape.is_table = rows->boolean(row, 5);
        if (auto done = shape_file(shape, user); !done) return done;
    }
    return {};
}

}  // namespace

Result<StatisticsLab> give_statistics(Database& schema, const Statistics& statistics) {
    // A copy's files were never read through the server's memory, so that they can be given another shape.
    auto copy = schema.server().copy_database(schema);
    if (!copy) return tl::unexpected(copy.error());
    StatisticsLab made{std::move(*copy), {}};
    auto session = made.database->connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    if (auto done = session->query(helpers); !done) return tl::unexpected(done.error());
    Giver giver{*session, made.notes};
    const std::pair<const char*, std::string> kinds[]{
        {"relation", give_relations}, {"column", give_columns}, {"extended", give_extended(session->server_version())}};
    for (const auto& [member, statement] : kinds) {
        const auto facts = facts_with(*session, statistics, member);
        if (!facts) return tl::unexpected(facts.error());
        if (auto done = giver.give(*facts, statement); !done) return tl::unexpected(done.error());
    }
    const auto relations = facts_with(*session, statistics, "relation"), settings = facts_with(*session, statistics, "setting");
    if (!relations || !settings) return tl::unexpected((relations ? settings : relations).error());
    give_settings(*session, *settings, made.notes);
    if (auto done = note_missing(*session, *relations, made.notes); !done) return tl::unexpected(done.error());
    if (auto done = session->query(casts_away); !done) return tl::unexpected(done.error());
    const auto place = made.database->files();
    if (!place) return tl::unexpected(place.error());
    if (auto done = shape_files(*session, place->folder, place->owner, "[" + joined(*relations, ",") + "]"); !done)
        return tl::unexpected(done.error());
    return made;
}

Result<void> give_sizes(Database& database, const std::vector<std::pair<std::string, std::int64_t>>& bytes) {
    auto session = database.connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    if (auto done = session->query("checkpoint"); !done) return tl::unexpected(done.error());
    std::string facts;
    for (const auto& [name, size] : bytes) {
        auto fact = session->query(fmt::format(
            "select json_build_object('schema', n.nspname, 'relation', c.relname, 'bytes', {}) from pg_class c join pg_namespace n "
            "on n.oid = c.relnamespace where c.oid = {}::regclass", size, pg::quote_literal(name)));
        if (!fact) return tl::unexpected(fact.error());
        facts += (facts.empty() ? "" : ",") + std::string{fact->text(0, 0)};
    }
    const auto place = database.files();
    if (!place) return tl::unexpected(place.error());
    return shape_files(*session, place->folder, place->owner, "[" + facts + "]");
}

}  // namespace assay::lab
