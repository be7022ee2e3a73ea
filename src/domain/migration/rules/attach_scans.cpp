#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& part = site.change;
    if (part.kind != Kind::attach_partition || part.other_fresh) return;
    if (part.implied && !part.rechecked.empty()) {
        auto finding = site.finding(part.other, fmt::format("the index that {} asks for is built on {} under ACCESS EXCLUSIVE", part.rechecked, part.other));
        finding.fix = Site::advice("Build it concurrently on the partition first: attaching then takes it as it is", "");
        return report.add(std::move(finding));
    }
    if (part.implied) return;
    auto finding = site.finding(part.other, fmt::format("every row of {} is checked under ACCESS EXCLUSIVE: no validated CHECK says that they fit", part.other));
    finding.fix = Site::advice("Add a CHECK of the partition's bounds NOT VALID, validate it, attach, drop it", "");
    report.add(std::move(finding));
}

extern constinit const Rule attach_scans = site_rule<check>({
    .id = "migration/attach-scans", .title = "partitions read while they are attached",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual 5.11.2.2, Partition Maintenance"});

}  // namespace assay::migration
