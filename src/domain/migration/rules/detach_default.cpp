#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& part = site.change;
    if (part.kind != Kind::detach_partition || !part.concurrently || part.default_partition.empty()) return;
    auto finding = site.finding(part.other, fmt::format("is refused: {} has a default partition, {}, and then a partition cannot be detached concurrently", part.relation, part.default_partition));
    finding.fix = Site::advice(fmt::format("Detach it without CONCURRENTLY under a short lock_timeout, tried again until it succeeds; or detach {} first", part.default_partition), "");
    report.add(std::move(finding));
}

extern constinit const Rule detach_default = site_rule<check>({
    .id = "migration/detach-default", .title = "partitions detached concurrently beside a default partition",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, DETACH PARTITION"});

}  // namespace assay::migration
