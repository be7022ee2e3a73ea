// SQL files and folders: applied in order to a database of the lab, then read from its catalogue.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/postgres/read/catalogue_reader.h"
#include "sql/migration_folder.h"
#include "domain/postgres/read/read.h"
#include "domain/postgres/read/script_loader.h"
#include "lab/live.h"
#include "world/files.h"

namespace assay::postgres {

namespace fs = std::filesystem;

namespace {

constexpr Milliseconds profile_budget{4'000}, inclusion_budget{2'000};

std::string count_of(const RowSet* set, std::string_view column, std::string_view value, std::string_view noun) {
    if (!set) return {};
    const int c = set->column(column);
    const int partition = set->column("is_partition"), extension = set->column("is_extension");
    int count = 0;
    for (std::size_t row = 0; row < set->rows(); ++row) {
        if (extension >= 0 && set->at(row, extension) == "t") continue;
        if (partition >= 0 && set->at(row, partition) == "t") continue;
        count += c < 0 || (set->at(row, c) && value.find(*set->at(row, c)) != value.npos);
    }
    if (count == 0) return {};
    return fmt::format("{} {}{}, ", count, noun, count == 1 ? "" : noun == "index" ? "es" : "s");
}

// "31 tables, 2 views, 44 indexes; PostgreSQL 15.18".
std::string summary(const Catalogue& catalogue, std::string_view how) {
    auto text = count_of(catalogue.find("relations"), "kind", "table partitioned", "table") +
                count_of(catalogue.find("relations"), "kind", "view materialized", "view") +
                count_of(catalogue.find("indexes"), "no", "", "index") +
                count_of(catalogue.find("functions"), "no", "", "function") +
                count_of(catalogue.find("policies"), "no", "", "policie");
    text = replaced(std::move(text), "1 policie,", "1 policy,");
    return fmt::format("{}{}; PostgreSQL {}.{}", text.empty() ? "nothing, " : text, how, catalogue.version / 10000,
                       catalogue.version % 10000);
}

Result<std::unique_ptr<Catalogue>> new_catalogue(const std::string& source, ReadContext& context) {
    auto server = context.lab_server();
    if (!server) return tl::unexpected(server.error());
    auto database = (*server)->create_database();
    if (!database) return tl::unexpected(database.error());
    auto catalogue = std::make_unique<Catalogue>();
    catalogue->source = source;
    catalogue->source_kind = "file";
    catalogue->name = source;
    catalogue->role = "owner";
    catalogue->laboratory = std::move(*database);
    return catalogue;
}

Result<void> read_loaded(ScriptLoader& loader, Catalogue& catalogue, bool statistics) {
    auto connection = catalogue.laboratory->connect_as_superuser();
    if (!connection) return tl::unexpected(connection.error());
    if (statistics) (void)connection->query("analyze");
    const Needs classes = statistics ? Needs{"STL"} : Needs{"S"};
    auto helper = catalogue.laboratory->connect_as_superuser();
    if (auto done = read_catalogue(*connection, {.is_lab = true, .classes = classes, .helper = helper ? &*helper : nullptr}, catalogue); !done)
        return done;
    if (auto done = loader.place_objects(); !done) return done;
    find_references(catalogue);
    if (loader.loaded_rows()) {
        Budget budget{profile_budget};
        if (auto done = profile_rows(*connection, budget, catalogue); !done) return done;
        profile_shapes(*connection, budget, catalogue);
        Budget inclusion{inclusion_budget};
        if (auto done = count_inclusion(*connection, inclusion, catalogue); !done) return done;
        catalogue.available.push_back({'D', "read", {}});
    } else {
        catalogue.available.push_back({'D', "not read", "the files hold no rows"});
    }
    if (!statistics) {
        catalogue.available.push_back({'T', "not read", "files hold no statistics"});
        catalogue.available.push_back({'L', "not read", "files are no live server"});
    }
    return {};
}

// What could not be read is said: half a file must not look like the whole.
void tell_unread(const Catalogue& catalogue, Workspace& workspace) {
    constexpr int most = 20;
    int count = 0;
    for (const auto& note : catalogue.notes)
        if (note.kind == "unread" && ++count <= most)
            workspace.could_not_read(fmt::format("{}:{}", note.location.file, note.location.line), note.message);
    if (count > most) workspace.could_not_read(catalogue.source, fmt::format("{} more places could not be read", count - most));
}

std::string describe(const sql::MigrationFolder& folder) {
    if (folder.convention == sql::Convention::single) return "one file";
    return fmt::format("{} files ({})", folder.files.size(), sql::name(folder.convention));
}

// A text may be anything, a plan for one; statements end with a semicolon.
bool holds_statements(const fs::path& file) {
    const auto opened = FileBytes::open(file);
    return !opened || opened->bytes().find(';') != std::string_view::npos;
}

// What Rails migrated to stands in schema.rb or structure.sql beside them: old migrations need not run any more.
bool is_told_by_schema(const sql::MigrationFolder& folder) {
    std::error_code none;
    const auto above = folder.folder.parent_path();
    return folder.convention == sql::Convention::rails && (fs::exists(above / "structure.sql", none) || fs::exists(above / "schema.rb", none));
}

}  // namespace

std::vector<Source> discover(const fs::path& folder) {
    std::vector<Source> sources;
    const auto found = sql::find_migrations(folder);
    if (!found) return sources;
    for (const auto& schema : *found)
        if (!is_told_by_schema(schema)) sources.push_back({schema.folder.string(), schema.folder, describe(schema)});
    return sources;
}

bool reads(const Source& source) {
    if (lab::is_address(source.text)) return true;
    if (source.path.empty()) return source.text == "-";
    const auto extension = source.path.extension();
    return fs::is_directory(source.path) || sql::holds_schema(source.path) || extension == ".dump" || (extension == ".txt" && holds_statements(source.path));
}

Result<void> read(const Source& source, ReadContext& context, Workspace& workspace) {
    if (source.text == "-") {
        auto text = read_standard_input();
        if (!text) return tl::unexpected(text.error());
        return read_text(*text, "standard input", false, context, workspace);
    }
    if (source.path.empty()) return read_live(source, context, workspace);
    auto folder = sql::migrations_at(source.path);
    if (!folder) return tl::unexpected(folder.error());
    auto catalogue = new_catalogue(source.text, context);
    if (!catalogue) return tl::unexpected(catalogue.error());
    ScriptLoader loader{*(*catalogue)->laboratory, context, **catalogue};
    if (auto done = loader.load(*folder); !done) return done;
    if (auto done = read_loaded(loader, **catalogue, false); !done) return done;
    context.report.read({source.text, summary(**catalogue, describe(*folder))});
    tell_unread(**catalogue, workspace);
    workspace.add(std::move(*catalogue));
    return {};
}

Result<void> read_text(std::string_view sql, const std::string& name, bool statistics, ReadContext& context,
                       Workspace& workspace) {
    auto catalogue = new_catalogue(name, context);
    if (!catalogue) return tl::unexpected(catalogue.error());
    ScriptLoader loader{*(*catalogue)->laboratory, context, **catalogue};
    if (auto done = loader.load_text(sql, name); !done) return done;
    if (auto done = read_loaded(loader, **catalogue, statistics); !done) return done;
    context.report.read({name, summary(**catalogue, "text")});
    tell_unread(**catalogue, workspace);
    workspace.add(std::move(*catalogue));
    return {};
}

Result<void> reread(const Catalogue& before, pg::Connection& connection, Workspace& fresh) {
    auto catalogue = std::make_unique<Catalogue>();
    catalogue->source = before.source;
    catalogue->source_kind = before.source_kind;
    catalogue->name = before.name;
    catalogue->role = before.role;
    Needs classes{"S"};
    if (auto done = read_catalogue(connection, {.inside_transaction = true, .is_lab = true, .classes = classes}, *catalogue); !done)
        return done;
    // What was known of rows and counters is still what is known.
    for (const auto& set : before.rows)
        if (!catalogue->find(set.table)) catalogue->rows.push_back(set);
    catalogue->available = before.available;
    fresh.add(std::move(catalogue));
    return {};
}

}  // namespace assay::postgres
