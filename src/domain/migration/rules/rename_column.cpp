#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& column = site.change;
    if (column.kind != Kind::rename_column || column.fresh) return;
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                fmt::format("the release that is running asks for {} and fails from this statement on", column.object));
    finding.fix = Site::advice("Add a column with the new name, keep both in step by a trigger, move the code, then drop the old one", "");
    report.add(std::move(finding));
}

extern constinit const Rule rename_column = site_rule<check>({
    .id = "migration/rename-column", .title = "columns renamed under the release that is running",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, RENAME"});

}  // namespace assay::migration
