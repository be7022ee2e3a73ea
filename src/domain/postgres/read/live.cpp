// Live servers: opened read only, read in one short transaction, copied without rows for experiments.
#include <fmt/core.h>

#include <future>

#include "domain/postgres/read/catalogue_reader.h"
#include "domain/postgres/read/read.h"
#include "domain/postgres/read/script_loader.h"
#include "lab/live.h"

namespace assay::postgres {

namespace {

constexpr int oldest_version = 120000;
constexpr Milliseconds live_profile_budget{10'000}, live_inclusion_budget{5'000};

std::size_t tables_of(const Catalogue& catalogue) {
    std::size_t tables = 0;
    if (const auto* relations = catalogue.find("relations")) {
        const int kind = relations->column("kind"), partition = relations->column("is_partition");
        for (std::size_t row = 0; row < relations->rows(); ++row)
            tables += (relations->at(row, kind) == "table" || relations->at(row, kind) == "partitioned") &&
                      relations->at(row, partition) != "t";
    }
    return tables;
}

bool has_extension(const Catalogue& catalogue, std::string_view name) {
    const auto* extensions = catalogue.find("extensions");
    if (!extensions) return false;
    const int column = extensions->column("name");
    for (std::size_t row = 0; row < extensions->rows(); ++row)
        if (extensions->at(row, column) == name) return true;
    return false;
}

}  // namespace

Result<void> read_live(const Source& source, ReadContext& context, Workspace& workspace) {
    const auto open = [&] { return lab::open_live(source.text); };
    auto opened_beside = std::async(std::launch::async, open);
    auto connection = open();
    auto helper = opened_beside.get();  // shares the work where the server has a session to spare
    if (!connection) return fail(connection.error().message, {lab::shown_address(source.text)});
    if (connection->server_version() < oldest_version)
        return fail(fmt::format("PostgreSQL {}: Assay reads 12 and newer", connection->server_version() / 10000),
                    {lab::shown_address(source.text)});
    auto catalogue = std::make_unique<Catalogue>();
    catalogue->source = lab::shown_address(source.text);
    catalogue->source_kind = "live";
    catalogue->conninfo = source.text;
    auto who = connection->query("select current_database(), current_user");
    if (!who) return fail(who.error().message, {lab::shown_address(source.text)});
    catalogue->name = who->text(0, 0);
    catalogue->role = who->text(0, 1);
    if (auto done = read_catalogue(*connection, {.classes = {"STL"}, .helper = helper ? &*helper : nullptr}, *catalogue); !done)
        return fail(done.error().message, {catalogue->source});
    find_references(*catalogue);
    if (context.profile) {
        Budget budget{live_profile_budget};
        if (auto done = profile_rows(*connection, budget, *catalogue); !done) return done;
        profile_shapes(*connection, budget, *catalogue);
        Budget inclusion{live_inclusion_budget};
        if (auto done = count_inclusion(*connection, inclusion, *catalogue); !done) return done;
        catalogue->available.push_back({'D', "read", {}});
    } else {
        catalogue->available.push_back({'D', "not read", "rows of a live system are read with --profile"});
    }
    for (const auto& note : catalogue->notes)
        if (note.kind == "unread") workspace.could_not_read(catalogue->source, note.message);
    context.report.read({catalogue->source, fmt::format("{} tables; PostgreSQL {}.{}, read only as {}", tables_of(*catalogue),
                                                        catalogue->version / 10000, catalogue->version % 10000, catalogue->role)});
    context.remembers_statements = has_extension(*catalogue, "pg_stat_statements");
    workspace.add(std::move(catalogue));
    return {};
}

Result<std::shared_ptr<lab::Database>> copy_live_schema(const Catalogue& live, ReadContext& context) {
    if (live.conninfo.empty()) return fail("a connection to the server");
    auto server = context.lab_server();
    if (!server) return tl::unexpected(server.error());
    const auto schema = lab::dump_schema((*server)->installation(), live.conninfo);
    if (!schema) return tl::unexpected(schema.error());
    auto database = (*server)->create_database();
    if (!database) return tl::unexpected(database.error());
    std::shared_ptr<lab::Database> made = std::move(*database);
    Catalogue scratch;
    ScriptLoader loader{*made, context, scratch};
    if (auto done = loader.load_text(*schema, "schema of " + live.name); !done) return tl::unexpected(done.error());
    return made;
}

}  // namespace assay::postgres
