#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& table = site.change;
    if (table.kind != Kind::truncate || site.is_free()) return;
    auto finding = site.finding(table.relation, table.cascade ? "all its rows are gone, and all rows of every table that refers to it" : "all its rows are gone");
    finding.fix = Site::advice("DELETE what is meant, in batches; or say in a comment that the table may be emptied", "");
    report.add(std::move(finding));
}

extern constinit const Rule truncate = site_rule<check>({
    .id = "migration/truncate", .title = "tables emptied",
    .effect = Effect::data_loss, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, TRUNCATE"});

}  // namespace assay::migration
