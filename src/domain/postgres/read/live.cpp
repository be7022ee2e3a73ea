// Live servers: opened read only, read in one short transaction, copied without rows for experiments.
#include <fmt/core.h>

#include <future>

#include "domain/postgres/read/catalogue_reader.h"
#include "domain/postgres/read/read.h"
#include "domain/postgres/read/script_loader.h"
#include "world/limits.h"
#include "world/process.h"

namespace assay::postgres {

namespace {

constexpr int oldest_version = 120000;
constexpr Milliseconds live_profile_budget{10'000}, live_inclusion_budget{5'000};

// No statement on this connection can write, wait long for a lock, or run long: said when connecting, so
// that it holds before anything is run.
std::string read_only(const std::string& conninfo) {
    const auto options = fmt::format(
        "-c default_transaction_read_only=on -c statement_timeout={} -c lock_timeout={}",
        limits::live_statement_time.count(), limits::live_lock_time.count());
    const bool is_uri = conninfo.find("://") != std::string::npos;
    if (!is_uri) return conninfo + " options='" + options + "'";
    std::string encoded;
    for (char c : options) encoded += c == ' ' ? "%20" : c == '=' ? "%3D" : std::string(1, c);
    return conninfo + (conninfo.find('?') == std::string::npos ? "?" : "&") + "options=" + encoded;
}

// The address without user and password, for reports.
std::string shown(const std::string& conninfo) {
    const auto scheme = conninfo.find("://");
    if (scheme == std::string::npos) {
        const auto password = conninfo.find("password=");
        return password == std::string::npos ? conninfo : conninfo.substr(0, password) + "password=…";
    }
    auto rest = conninfo.substr(scheme + 3);
    rest = rest.substr(0, rest.find('?'));
    const auto at = rest.rfind('@');
    return conninfo.substr(0, scheme + 3) + (at == std::string::npos ? rest : rest.substr(at + 1));
}

// A command line can be read by everybody on the machine: the password goes through the environment.
std::pair<std::string, std::string> without_password(const std::string& conninfo) {
    const auto scheme = conninfo.find("://");
    const auto at = scheme == std::string::npos ? std::string::npos : conninfo.rfind('@', conninfo.find('/', scheme + 3));
    const auto colon = at == std::string::npos ? std::string::npos : conninfo.find(':', scheme + 3);
    if (colon == std::string::npos || colon > at) return {conninfo, {}};
    std::string password;
    for (std::size_t i = colon + 1; i < at; ++i) {
        if (conninfo[i] == '%' && i + 2 < at) {
            password += static_cast<char>(std::stoi(conninfo.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            password += conninfo[i];
        }
    }
    return {conninfo.substr(0, colon) + conninfo.substr(at), password};
}

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

}  // namespace

Result<void> read_live(const Source& source, ReadContext& context, Workspace& workspace) {
    const auto open = [&] { return pg::Connection::open(read_only(source.text)); };
    auto opened_beside = std::async(std::launch::async, open);
    auto connection = open();
    auto helper = opened_beside.get();  // shares the work where the server has a session to spare
    if (!connection) return fail(connection.error().message, {shown(source.text)});
    if (connection->server_version() < oldest_version)
        return fail(fmt::format("PostgreSQL {}: Assay reads 12 and newer", connection->server_version() / 10000),
                    {shown(source.text)});
    auto catalogue = std::make_unique<Catalogue>();
    catalogue->source = shown(source.text);
    catalogue->source_kind = "live";
    catalogue->conninfo = source.text;
    auto who = connection->query("select current_database(), current_user");
    if (!who) return fail(who.error().message, {shown(source.text)});
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
    workspace.add(std::move(catalogue));
    return {};
}

Result<std::shared_ptr<lab::Database>> copy_live_schema(const Catalogue& live, ReadContext& context) {
    if (live.conninfo.empty()) return fail("a connection to the server");
    auto server = context.lab_server();
    if (!server) return tl::unexpected(server.error());
    const auto program = (*server)->installation().bin / "pg_dump";
    const auto [address, password] = without_password(live.conninfo);
    std::vector<std::string> environment{"PGAPPNAME=assay", "PGOPTIONS=-c default_transaction_read_only=on"};
    if (!password.empty()) environment.push_back("PGPASSWORD=" + password);
    auto dump = run({.arguments = {program.string(), "--schema-only", "--no-owner", "--dbname=" + address},
                     .environment = environment,
                     .limit = limits::load_time});
    if (!dump) return tl::unexpected(dump.error());
    if (dump->exit_code != 0) return fail("the schema in the lab: pg_dump failed: " + dump->errors.substr(0, 300));
    auto database = (*server)->create_database();
    if (!database) return tl::unexpected(database.error());
    std::shared_ptr<lab::Database> made = std::move(*database);
    Catalogue scratch;
    ScriptLoader loader{*made, context, scratch};
    if (auto done = loader.load_text(dump->output, "schema of " + live.name); !done) return tl::unexpected(done.error());
    return made;
}

}  // namespace assay::postgres
