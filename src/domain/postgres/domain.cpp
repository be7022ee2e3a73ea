// The PostgreSQL domain: schemas from SQL files, migration folders and live servers.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/domain.h"
#include "domain/postgres/map/load.h"
#include "domain/postgres/model/catalogue.h"
#include "domain/postgres/read/read.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

const Catalogue* catalogue_of(const Workspace& workspace, std::int64_t subject) {
    const auto database = map_id::database_of(subject);
    for (const Catalogue* catalogue : workspace.all<Catalogue>())
        if (catalogue->database_id == (database == 0 ? subject : database)) return catalogue;
    return nullptr;
}

Result<lab::Database*> laboratory(const Workspace& workspace, std::int64_t subject, ReadContext& context) {
    const Catalogue* catalogue = catalogue_of(workspace, subject);
    if (!catalogue) return nullptr;
    if (!catalogue->laboratory) {
        auto made = copy_live_schema(*catalogue, context);
        if (!made) return tl::unexpected(made.error());
        catalogue->laboratory = std::move(*made);
    }
    return catalogue->laboratory.get();
}

Result<void> read_again(const Workspace& workspace, std::int64_t subject, pg::Connection& connection,
                        Workspace& fresh) {
    const Catalogue* before = catalogue_of(workspace, subject);
    if (!before) return fail("no such database");
    return reread(*before, connection, fresh);
}

Result<void> read_case(std::string_view text, std::string_view needs, ReadContext& context, Workspace& workspace) {
    const bool statistics = needs.find_first_of("TL") != needs.npos;
    return read_text(text, "case.sql", statistics, context, workspace);
}

}  // namespace

extern const Domain domain;
const Domain domain{
    .name = "postgres",
    .title = "PostgreSQL schemas and servers",
    .discover = discover,
    .reads = reads,
    .read = read,
    .case_languages = "sql",
    .read_case = read_case,
    .load = load,
    .functions = register_functions,
    .laboratory = laboratory,
    .read_again = read_again,
};

}  // namespace assay::postgres
