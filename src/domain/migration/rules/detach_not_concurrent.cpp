#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& part = site.change;
    if (part.kind != Kind::detach_partition || part.concurrently || site.is_free() || site.migrations.version < 14) return;
    auto finding = site.finding(part.other, fmt::format("takes ACCESS EXCLUSIVE on {}: reads and writes of every partition wait", part.relation));
    finding.fix = Site::advice("DETACH PARTITION … CONCURRENTLY, outside a transaction (not where there is a default partition)", "");
    report.add(std::move(finding));
}

extern constinit const Rule detach_not_concurrent = site_rule<check>({
    .id = "migration/detach-not-concurrent", .title = "partitions detached while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, DETACH PARTITION"});

}  // namespace assay::migration
