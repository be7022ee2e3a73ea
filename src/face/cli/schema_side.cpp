#include "face/cli/schema_side.h"

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>

#include "core/text.h"
#include "domain/migration/diff/read_model.h"
#include "domain/migration/diff/renames.h"
#include "domain/migration/diff/schema_diff.h"
#include "domain/migration/read/prepared.h"
#include "domain/postgres/model/catalogue.h"
#include "face/cli/query_base.h"
#include "face/cli/request.h"
#include "face/lab_schema.h"
#include "lab/live.h"
#include "sql/migration_folder.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay::cli {

namespace fs = std::filesystem;
namespace diff = migration::diff;

namespace {

bool is_saved_map(const std::string& source) {
    constexpr std::string_view sqlite = "SQLite format 3";
    std::error_code none;
    if (!fs::is_regular_file(source, none)) return false;
    const auto opened = FileBytes::open(source);
    return opened && starts_with(opened->bytes(), sqlite);
}

Result<SchemaSide> open_map(const std::string& source) {
    auto map = Map::open(source);
    if (!map) return tl::unexpected(map.error());
    register_functions((*map)->handle());
    auto databases = (*map)->prepare("select id from databases where domain = 'postgres' order by id");
    SchemaSide side{.source = source};
    if (!databases.step()) return fail("this map holds no database", {source});
    side.database_id = databases.integer(0);
    if (databases.step()) return fail("this map holds more than one database; expected one", {source});
    side.saved = std::move(*map);
    return side;
}

// Lines "-- assay:rename old new" of its files.
std::vector<std::string> renames_of(const std::string& source) {
    std::vector<std::string> all;
    const auto folder = sql::migrations_at(source);
    if (!folder) return all;
    for (const auto& file : folder->files)
        if (const auto text = read_file(file.path))
            for (auto& rename : diff::renames_in(*text)) all.push_back(std::move(rename));
    return all;
}

Result<SchemaSide> open_source(const std::string& source, int major, std::shared_ptr<lab::Server>& server, const Progress::Listener& on_progress) {
    Request request;
    request.sources = {source};
    request.reader = "postgres";
    request.postgres_major = major;
    request.on_progress = on_progress;
    SchemaSide side{.source = lab::is_address(source) ? lab::shown_address(source) : source, .session = std::make_unique<Session>(std::move(request))};
    side.session->server() = server;
    if (auto read = side.session->read(); !read) return tl::unexpected(read.error());
    server = side.session->server();
    const auto schemas = side.session->workspace().all<postgres::Catalogue>();
    if (schemas.size() != 1) {
        std::string names;
        for (const auto* schema : schemas) names += (names.empty() ? ": " : ", ") + schema->source;
        return fail(fmt::format("{} schemas here, expected one{}", schemas.size(), names), {side.source});
    }
    side.database_id = schemas.front()->database_id;
    side.is_live = lab::is_address(source);
    side.notes = unread_notes(side.session->workspace().unread(), *schemas.front());
    if (!side.is_live) side.renames = renames_of(source);
    return side;
}

// A newer server than the machine has is not a reason to give up: its texts may print differently, which the report says.
int major_of(const SchemaSide& live) {
    const int major = live.model.version / 10000;
    return lab::choose_installation(major) ? major : 0;
}

Result<void> read_side(SchemaSide& side) {
    auto model = diff::read_model(side.map(), side.database_id);
    if (!model) return fail(model.error().message, {side.source});
    side.model = std::move(*model);
    return {};
}

}  // namespace

Result<SchemaPair> open_schemas(const Arguments& arguments, const Progress::Listener& on_progress) {
    const auto sources = arguments.list("SCHEMA");
    if (sources.size() != 2) return fail(fmt::format("expected two schemas, each a file, a folder, postgres://… or a saved map; {} given", sources.size()));
    const auto &a = sources[0], &b = sources[1];
    const auto wanted = server_major(arguments);
    if (!wanted) return tl::unexpected(wanted.error());
    int major = *wanted;
    SchemaPair pair;
    const auto open = [&](const std::string& source, SchemaSide& side) -> Result<void> {
        auto opened = is_saved_map(source) ? open_map(source) : open_source(source, major, pair.server, on_progress);
        if (!opened) return tl::unexpected(opened.error());
        side = std::move(*opened);
        if (auto read = read_side(side); !read) return read;
        if (major == 0 && (side.is_live || side.saved)) major = major_of(side);
        return {};
    };
    // What tells the version goes first.
    const bool b_first = (lab::is_address(b) || is_saved_map(b)) && !lab::is_address(a) && !is_saved_map(a);
    for (const bool first : {true, false})
        if (auto done = first != b_first ? open(a, pair.a) : open(b, pair.b); !done) return tl::unexpected(done.error());
    const int first = pair.a.model.version / 10000, second = pair.b.model.version / 10000;
    if (first != second) pair.b.notes.push_back(fmt::format("PostgreSQL {} and {}: what these print of one view or condition may differ", first, second));
    if (!pair.server) {
        auto started = lab::Server::start({.major = major});
        if (!started) return tl::unexpected(started.error());
        pair.server = std::move(*started);
    }
    // A live system's schema is copied into the one server when it is first asked for.
    for (auto* side : {&pair.a, &pair.b})
        if (side->session) side->session->server() = pair.server;
    return pair;
}

std::vector<OptionSpec> with_schema_options(std::vector<OptionSpec> own) {
    own.push_back({"--owners", "Compare also whose things are", OptionKind::flag});
    own.push_back({"--no-rights", "Leave out GRANT and default privileges", OptionKind::flag});
    own.push_back({"--no-comments", "Leave out comments", OptionKind::flag});
    own.push_back({"--postgres", "Major version of the lab's server", OptionKind::value});
    own.push_back({"--output", "Write to this file instead", OptionKind::value});
    own.push_back({.name = "SCHEMA", .help = "Two of: a file, a folder of migrations, postgres://…, a saved map", .kind = OptionKind::positional_list});
    return own;
}

migration::diff::CompareOptions compare_options(const Arguments& arguments) {
    return {.owners = arguments.has("--owners"), .rights = !arguments.has("--no-rights"), .comments = !arguments.has("--no-comments")};
}

int print_schemas(const std::string& text, const Arguments& arguments) {
    if (const auto file = arguments.text("--output"); !file.empty()) {
        if (auto written = write_file(file, text); !written) return give_up(written.error().text());
    } else {
        std::fwrite(text.data(), 1, text.size(), stdout);
    }
    return clean;
}

Result<migration::diff::Model> read_again(lab::Database& database) {
    auto session = database.connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    if (auto begun = session->query("begin"); !begun) return tl::unexpected(begun.error());
    return lab_schema(*session);
}

Result<void> run_statements(lab::Database& database, const std::vector<std::string>& statements) {
    auto session = database.connect();
    if (!session) return tl::unexpected(session.error());
    for (const auto& statement : statements) {
        const auto text = migration::prepared_statement(statement, database, false);
        if (!text) return fail(fmt::format("{}: {}", text.error().message, statement));
        if (text->empty()) continue;
        if (const auto done = session->query(*text, limits::load_time); !done) return fail(fmt::format("{}: {}", session->last_error().message, statement));
    }
    return {};
}

Result<std::unique_ptr<lab::Database>> schema_in_lab(SchemaPair& pair) {
    if (pair.a.session) {
        auto original = pair.a.session->laboratory(pair.a.database_id);
        if (!original) return tl::unexpected(original.error());
        return (*original)->server().copy_database(**original);
    }
    auto made = pair.server->create_database();
    if (!made) return made;
    const auto empty = read_again(**made);
    if (!empty) return tl::unexpected(empty.error());
    std::vector<std::string> statements;
    for (auto& statement : diff::write_diff(*empty, pair.a.model).statements) statements.push_back(std::move(statement.text));
    if (auto done = run_statements(**made, statements); !done) return tl::unexpected(done.error());
    return made;
}

}  // namespace assay::cli
