#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& column = site.change;
    if (column.kind != Kind::add_column || !column.rewrites || column.already || site.is_free()) return;
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                fmt::format("writes {} and its indexes anew under ACCESS EXCLUSIVE: {}", column.relation, column.why));
    finding.fix = Site::advice("Add the column without it, set the default for new rows, fill the others in batches", "");
    report.add(std::move(finding));
}

extern constinit const Rule rewrite_default = site_rule<check>({
    .id = "migration/rewrite-default", .title = "new columns that write the table anew",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, Notes"});

}  // namespace assay::migration
