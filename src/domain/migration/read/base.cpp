// The schema before a migration, in the lab.
#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/read/prepared.h"
#include "domain/migration/read/read.h"
#include "domain/postgres/model/catalogue.h"

namespace assay::migration {

namespace {

const Domain* postgres_domain() {
    const auto domains = catalogue::domains();
    const auto found = std::find_if(domains.begin(), domains.end(), [](const Domain* domain) { return domain->name == "postgres"; });
    return found == domains.end() ? nullptr : *found;
}

// The base, and on it the files of this deploy that come before.
Result<std::shared_ptr<lab::Database>> on_base(const Workspace& workspace, const postgres::Catalogue& base, const Migrations& migrations,
                                               std::size_t file, ReadContext& context) {
    auto original = postgres_domain()->laboratory(workspace, base.database_id, context);
    if (!original) return tl::unexpected(original.error());
    if (!*original) return fail("the base in the lab");
    auto copy = (*original)->server().copy_database(**original);
    if (!copy) return tl::unexpected(copy.error());
    for (std::size_t i = 0; i < file; ++i)
        if (migrations.files[i].reported) apply(migrations.files[i], **copy);
    return std::shared_ptr<lab::Database>{std::move(*copy)};
}

}  // namespace

Result<std::shared_ptr<lab::Database>> schema_before(const Workspace& workspace, const Migrations& migrations, std::size_t file, ReadContext& context) {
    for (const auto* base : workspace.all<postgres::Catalogue>()) return on_base(workspace, *base, migrations, file, context);
    std::string text;
    for (std::size_t i = 0; i < file && i < migrations.files.size(); ++i) text += migrations.files[i].rendered.text + "\n;\n";
    if (!postgres_domain()) return fail("a reader of schemas");
    // What does not run there is no finding of a migration's: it gets a report of its own.
    Report unheard;
    ReadContext apart{context.progress, unheard, context.postgres_major, false, context.root, context.server, "sql"};
    Workspace schema;
    if (auto done = postgres_domain()->read_case(text, "", apart, schema); !done) return tl::unexpected(done.error());
    for (const auto* catalogue : schema.all<postgres::Catalogue>()) return catalogue->laboratory;
    return fail("a schema in the lab");
}

}  // namespace assay::migration
