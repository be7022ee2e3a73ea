// The schema before a migration, in the lab.
#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/read/read.h"
#include "domain/postgres/model/catalogue.h"

namespace assay::migration {

Result<std::shared_ptr<lab::Database>> schema_before(const Migrations& migrations, std::size_t file, ReadContext& context) {
    std::string text;
    for (std::size_t i = 0; i < file && i < migrations.files.size(); ++i) text += migrations.files[i].rendered.text + "\n;\n";
    const auto domains = catalogue::domains();
    const auto postgres = std::find_if(domains.begin(), domains.end(), [](const Domain* domain) { return domain->name == "postgres"; });
    if (postgres == domains.end()) return fail("a reader of schemas");
    // What does not run there is no finding of a migration's: it gets a report of its own.
    Report unheard;
    ReadContext apart{context.progress, unheard, context.postgres_major, false, context.root, context.server, "sql"};
    Workspace schema;
    if (auto done = (*postgres)->read_case(text, "", apart, schema); !done) return tl::unexpected(done.error());
    for (const auto* catalogue : schema.all<postgres::Catalogue>()) return catalogue->laboratory;
    return fail("a schema in the lab");
}

}  // namespace assay::migration
