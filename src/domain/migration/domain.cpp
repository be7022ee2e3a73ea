// The migration domain: what each statement of a deploy locks, reads and writes anew, and how to do without.
#include "domain/domain.h"
#include "domain/migration/map/load.h"
#include "domain/migration/read/read.h"

namespace assay::migration {

namespace {

// The file that a row of the map belongs to: experiments run on the schema before it.
Result<lab::Database*> laboratory(const Workspace& workspace, std::int64_t subject, ReadContext& context) {
    for (const auto* migrations : workspace.all<Migrations>()) {
        if (migrations->database_id == 0 || migrations->database_id != map_id::database_of(subject)) continue;
        for (std::size_t file = 0; file < migrations->files.size(); ++file)
            for (const auto& statement : migrations->files[file].statements) {
                if (statement.id != subject) continue;
                auto& kept = migrations->laboratories[file];
                if (!kept) {
                    auto made = schema_before(workspace, *migrations, file, context);
                    if (!made) return tl::unexpected(made.error());
                    kept = std::move(*made);
                }
                return kept.get();
            }
    }
    return nullptr;
}

}  // namespace

extern const Domain domain;
const Domain domain{
    .name = "migration",
    .title = "Migrations: locks, rewrites and deploys",
    .reads = reads,
    .read = read,
    .case_languages = "sql",
    .read_case = read_case,
    .load = load,
    .laboratory = laboratory,
};

}  // namespace assay::migration
