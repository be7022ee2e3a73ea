#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& view = site.change;
    if (view.kind != Kind::refresh || view.concurrently || view.lenient || site.is_free()) return;
    auto finding = site.finding(view.relation, "takes ACCESS EXCLUSIVE: nobody reads it until its query has run");
    finding.fix = Site::advice("REFRESH … CONCURRENTLY, with a unique index over columns", "");
    if (auto edit = site.insertion_after("view", "concurrently")) finding.fix->edits.push_back(std::move(*edit));
    report.add(std::move(finding));
}

extern constinit const Rule refresh_blocks = site_rule<check>({
    .id = "migration/refresh-blocks", .title = "materialized views refreshed while readers wait",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, REFRESH MATERIALIZED VIEW"});

}  // namespace assay::migration
