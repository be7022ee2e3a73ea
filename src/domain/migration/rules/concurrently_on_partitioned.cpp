#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& index = site.change;
    const bool is_index = index.kind == Kind::create_index || index.kind == Kind::drop_index;
    if (!is_index || !index.concurrently || !index.partitioned) return;
    auto finding = site.finding(index.object.empty() ? index.relation : index.object, "is refused: a partitioned table's index is not built or dropped concurrently");
    finding.fix = Site::advice("CREATE INDEX ON ONLY the parent, build each partition's index CONCURRENTLY, then ALTER INDEX … ATTACH PARTITION", "");
    report.add(std::move(finding));
}

extern constinit const Rule concurrently_on_partitioned = site_rule<check>({
    .id = "migration/concurrently-on-partitioned", .title = "CONCURRENTLY on a partitioned table",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual 5.11.2.2, Partition Maintenance"});

}  // namespace assay::migration
