#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& column = site.change;
    if (column.kind != Kind::drop_column || site.is_free()) return;
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                column.cascade ? "its values are gone, with views and keys that need it, and the release that is running fails where it reads them"
                                               : "its values are gone, and the release that is running fails where it still reads or writes them");
    finding.fix = Site::advice("First release code that does without it; drop it in a later deploy", "");
    report.add(std::move(finding));
}

extern constinit const Rule drop_column = site_rule<check>({
    .id = "migration/drop-column", .title = "columns dropped",
    .effect = Effect::data_loss, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, DROP COLUMN"});

}  // namespace assay::migration
