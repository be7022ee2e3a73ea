#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& part = site.change;
    if (part.kind != Kind::create_partition_of || part.other_fresh) return;
    auto finding = site.finding(part.relation, fmt::format("takes ACCESS EXCLUSIVE on {}: it waits for every query there, and every query waits for it", part.other));
    finding.fix = Site::advice("CREATE TABLE … (LIKE parent INCLUDING ALL), then ATTACH PARTITION, which lets reads and writes pass", "");
    report.add(std::move(finding));
}

extern constinit const Rule create_partition_of = site_rule<check>({
    .id = "migration/create-partition-of", .title = "partitions made under the strongest lock",
    .effect = Effect::locks, .severity = Severity::warning, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual 5.11.2.2, Partition Maintenance"});

}  // namespace assay::migration
