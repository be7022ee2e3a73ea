#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& index = site.change;
    if (index.kind != Kind::reindex || index.concurrently || site.is_free()) return;
    const auto object = index.object.empty() ? index.relation : index.object;
    auto finding = site.finding(object, "takes ACCESS EXCLUSIVE on each index it rebuilds: writes wait, and reads too, since planning opens every index");
    finding.fix = Site::advice("REINDEX … CONCURRENTLY, outside a transaction", "");
    report.add(std::move(finding));
}

extern constinit const Rule reindex_not_concurrent = site_rule<check>({
    .id = "migration/reindex-not-concurrent", .title = "indexes rebuilt while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, REINDEX, Rebuilding Indexes Concurrently"});

}  // namespace assay::migration
