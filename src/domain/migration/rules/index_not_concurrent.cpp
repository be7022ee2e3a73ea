#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& index = site.change;
    if (index.kind != Kind::create_index || index.concurrently || !index.scans || site.is_free()) return;
    const auto object = index.object.empty() ? fmt::format("index on {}", index.relation) : index.object;
    auto finding = site.finding(object, fmt::format("takes SHARE on {}: every write waits until the index is built", index.relation));
    if (index.partitioned) {
        finding.fix = Site::advice("Create it ON ONLY the parent, build each partition's index concurrently, and attach them", "");
    } else if (site.in_transaction()) {
        finding.fix = Site::advice("Create it CONCURRENTLY in a migration of its own that runs outside a transaction", "");
    } else {
        finding.fix = Site::advice("Create it CONCURRENTLY", "", Safety::safe);
        if (auto edit = site.insertion_after("index", "concurrently")) {
            finding.fix->statement = site.text_with(*edit);
            finding.fix->edits.push_back(std::move(*edit));
        } else {
            finding.fix->safety = Safety::manual;
        }
    }
    report.add(std::move(finding));
}

extern constinit const Rule index_not_concurrent = site_rule<check>({
    .id = "migration/index-not-concurrent", .title = "indexes built while writes wait",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::safe,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently"});

}  // namespace assay::migration
