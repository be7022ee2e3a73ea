#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& index = site.change;
    if (index.kind != Kind::create_index || !index.concurrently || !index.lenient || site.is_free()) return;
    // The file clears the way itself.
    for (const auto& statement : site.file.statements)
        for (const auto& change : statement.changes)
            if (change.kind == Kind::drop_index && change.object == index.object) return;
    auto finding = site.finding(index.object, "is content with the INVALID index that a failed build leaves: run again, it does nothing");
    finding.fix = Site::advice("Drop the index first", fmt::format("drop index concurrently if exists {}", sql::quote_relation(index.object)));
    report.add(std::move(finding));
}

extern constinit const Rule concurrently_if_not_exists = site_rule<check>({
    .id = "migration/concurrently-if-not-exists", .title = "CONCURRENTLY IF NOT EXISTS",
    .effect = Effect::correctness, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently"});

}  // namespace assay::migration
