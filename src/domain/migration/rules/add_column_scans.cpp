#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& column = site.change;
    if (column.kind != Kind::add_column || !column.scans || column.rewrites || column.already || site.is_free()) return;
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                fmt::format("takes ACCESS EXCLUSIVE on {} while the constraint that comes with the column reads every row", column.relation));
    finding.fix = Site::advice("Add the column alone, then the constraint NOT VALID (or its index concurrently), then validate", "");
    report.add(std::move(finding));
}

extern constinit const Rule add_column_scans = site_rule<check>({
    .id = "migration/add-column-scans", .title = "new columns whose constraints read every row",
    .effect = Effect::locks, .severity = Severity::warning, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, Notes"});

}  // namespace assay::migration
