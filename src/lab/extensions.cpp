#include "lab/extensions.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "core/catalogue.h"
#include "core/text.h"
#include "lab/lab.h"

namespace assay::lab {

namespace {

// Add types, functions, operators and index methods, and reach nothing outside of the database as a role
// without rights: those that show pages or files are for superusers, or for pg_monitor, by their own grants.
constexpr std::string_view harmless[]{
    "amcheck", "autoinc", "bloom", "btree_gin", "btree_gist", "citext", "cube", "dict_int", "dict_xsyn",
    "earthdistance", "fuzzystrmatch", "hstore", "hypopg", "insert_username", "intagg", "intarray", "isn",
    "lo", "ltree", "moddatetime", "pageinspect", "pg_buffercache", "pg_freespacemap", "pg_prewarm",
    "pg_stat_statements", "pg_trgm", "pg_visibility", "pg_walinspect", "pgcrypto", "pgrowlocks",
    "pgstattuple", "plpgsql", "postgis", "refint", "seg", "sslinfo", "tablefunc", "tcn", "tsm_system_rows",
    "tsm_system_time", "unaccent", "uuid-ossp", "vector", "xml2"};

constexpr std::string_view without_objects[]{
    "auto_explain", "pg_graphql", "pg_hint_plan", "pg_qualstats", "pg_repack", "pg_stat_kcache",
    "pg_stat_monitor", "pg_track_settings", "pg_wait_sampling", "pgaudit", "plpgsql_check", "postgis_raster",
    "postgis_tiger_geocoder", "postgis_topology", "powa", "set_user", "wal2json"};

struct Refusal {
    std::string_view name, reason;
};
constexpr Refusal refusals[]{
    {"adminpack", "it reads and writes the server's files"},
    {"dblink", "it connects to other servers"},
    {"file_fdw", "it reads the server's files and runs programs"},
    {"http", "it sends requests over the network"},
    {"jsonb_plperlu", "it needs an untrusted language"},
    {"jsonb_plpython3u", "it needs an untrusted language"},
    {"old_snapshot", "it is for superusers"},
    {"oracle_fdw", "it connects to other servers"},
    {"mysql_fdw", "it connects to other servers"},
    {"pg_surgery", "it damages tables"},
    {"plperlu", "it is an untrusted language: its functions may do what the server's user may"},
    {"plpython3u", "it is an untrusted language: its functions may do what the server's user may"},
    {"plpythonu", "it is an untrusted language: its functions may do what the server's user may"},
    {"plsh", "it runs programs"},
    {"pltclu", "it is an untrusted language: its functions may do what the server's user may"},
    {"postgres_fdw", "it connects to other servers"},
    {"tds_fdw", "it connects to other servers"},
};

bool is_sorted_and_holds(const auto& list, std::string_view name) {
    return std::binary_search(std::begin(list), std::end(list), name);
}
static_assert(std::is_sorted(std::begin(harmless), std::end(harmless)));
static_assert(std::is_sorted(std::begin(without_objects), std::end(without_objects)));

std::string text_path(std::string_view name) { return fmt::format("lab/shims/{}.sql", name); }

// "authenticator login noinherit"
Shim::Role parse_role(std::string_view text) {
    Shim::Role role;
    for (const auto word : split(text, ' ')) {
        if (word == "login")
            role.login = true;
        else if (word == "noinherit")
            role.inherit = false;
        else if (word == "bypassrls")
            role.bypass_rls = true;
        else if (!word.empty())
            role.name = word;
    }
    return role;
}

void read_header_line(std::string_view key, std::string_view value, Shim& shim) {
    if (key == "shim" && value == "functions") shim.kind = Shim::Kind::functions;
    if (key == "shim" && value == "platform") shim.kind = Shim::Kind::platform;
    if (key == "before") std::from_chars(value.data(), value.data() + value.size(), shim.before);
    if (key == "requires") shim.requires_shim = value;
    if (key != "roles") return;
    for (const auto role : split(value, ',')) shim.roles.push_back(parse_role(role));
}

}  // namespace

std::string refusal_of_extension(std::string_view name) {
    for (const auto& refusal : refusals)
        if (refusal.name == name) return fmt::format("the lab does not load {}: {}", name, refusal.reason);
    if (is_sorted_and_holds(harmless, name) || adds_no_objects(name)) return {};
    const Shim shim = find_shim(name);
    if (!shim.sql.empty() && shim.kind == Shim::Kind::extension) return {};
    return fmt::format("the lab does not load {}: it is not on the list of extensions known to be harmless",
                       name);
}

bool adds_no_objects(std::string_view name) { return is_sorted_and_holds(without_objects, name); }

Shim find_shim(std::string_view name) {
    Shim shim;
    // A name with a slash or a dot is none of ours, whatever file it would lead to.
    if (name.find_first_of("/.") != name.npos) return shim;
    shim.sql = catalogue::text(text_path(name));
    for (const auto line : lines_of(shim.sql)) {
        if (!starts_with(line, "-- ")) break;
        const auto colon = line.find(": ");
        if (colon != line.npos)
            read_header_line(line.substr(3, colon - 3), trimmed(line.substr(colon + 2)), shim);
    }
    return shim;
}

std::vector<std::string> shim_names() {
    constexpr std::string_view folder = "lab/shims/";
    std::vector<std::string> names;
    for (const auto& text : catalogue::texts())
        if (starts_with(text.path, folder) && ends_with(text.path, ".sql"))
            names.emplace_back(text.path.substr(folder.size(), text.path.size() - folder.size() - 4));
    std::sort(names.begin(), names.end());
    return names;
}

std::string registration(std::string_view name, std::string_view schema, std::string_view owner) {
    // What belongs to another object of the stub (row types, indexes, triggers) follows that one.
    constexpr std::string_view sql = R"sql(
with stub as (
  insert into pg_catalog.pg_extension
    (oid, extname, extowner, extnamespace, extrelocatable, extversion)
  select pg_catalog.pg_nextoid('pg_catalog.pg_extension', 'oid', 'pg_catalog.pg_extension_oid_index'),
         {0}, owner.oid, place.oid, false, 'stub'
  from pg_catalog.pg_roles owner, pg_catalog.pg_namespace place
  where owner.rolname = {2} and place.nspname = {1}
  returning oid, extnamespace
), made(class, id) as (
  select 'pg_catalog.pg_proc'::regclass, oid from pg_catalog.pg_proc where xmin = now_id()
  union all select 'pg_catalog.pg_type'::regclass, oid from pg_catalog.pg_type where xmin = now_id()
  union all select 'pg_catalog.pg_class'::regclass, oid from pg_catalog.pg_class where xmin = now_id()
  union all select 'pg_catalog.pg_cast'::regclass, oid from pg_catalog.pg_cast where xmin = now_id()
  union all select 'pg_catalog.pg_operator'::regclass, oid from pg_catalog.pg_operator where xmin = now_id()
  union all select 'pg_catalog.pg_opfamily'::regclass, oid from pg_catalog.pg_opfamily where xmin = now_id()
  union all select 'pg_catalog.pg_opclass'::regclass, oid from pg_catalog.pg_opclass where xmin = now_id()
  union all select 'pg_catalog.pg_am'::regclass, oid from pg_catalog.pg_am where xmin = now_id()
  union all select 'pg_catalog.pg_namespace'::regclass, oid from pg_catalog.pg_namespace
                   where xmin = now_id()
)
insert into pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
select made.class, made.id, 0, 'pg_catalog.pg_extension'::regclass, stub.oid, 0, 'e'
from made, stub
where not exists (select from pg_catalog.pg_depend d where d.classid = made.class and d.objid = made.id
                  and d.objsubid = 0 and d.deptype in ('i', 'a'))
union all
select 'pg_catalog.pg_extension'::regclass, stub.oid, 0, 'pg_catalog.pg_namespace'::regclass,
       stub.extnamespace, 0, 'n'
from stub)sql";
    return replaced(fmt::format(fmt::runtime(sql), pg::quote_literal(name), pg::quote_literal(schema),
                                pg::quote_literal(owner)),
                    "now_id()", "pg_catalog.txid_current()::text::xid");
}

}  // namespace assay::lab
