#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& table = site.change;
    const bool schema = table.kind == Kind::drop_schema;
    if (!(schema && table.cascade) && table.kind != Kind::drop_table) return;
    if (!schema && site.is_free()) return;
    auto finding = site.finding(table.object, schema ? "everything in the schema is gone" : "its rows are gone, and the release that is running fails where it still reads or writes them");
    if (schema) finding.chosen_severity = Severity::error;
    finding.fix = Site::advice("First release code that does without it and rename it; drop it once a backup is old enough", "");
    report.add(std::move(finding));
}

extern constinit const Rule drop_table = site_rule<check>({
    .id = "migration/drop-table", .title = "tables and schemas dropped",
    .effect = Effect::data_loss, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, DROP TABLE"});

}  // namespace assay::migration
