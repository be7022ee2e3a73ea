#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    if (!site.statement.needs_no_transaction || !site.in_transaction() || site.change.in_block) return;
    if (&site.change != &site.statement.changes.front()) return;
    const auto& change = site.change;
    const auto object = change.object.empty() ? change.relation : change.object;
    auto finding = site.finding(object, fmt::format("is refused: {}, where this cannot run", site.transaction_text()));
    finding.fix = Site::advice("Give it a migration of its own that runs outside a transaction", "");
    report.add(std::move(finding));
}

extern constinit const Rule concurrently_in_transaction = site_rule<check>({
    .id = "migration/concurrently-in-transaction", .title = "what runs only outside a transaction, in one",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .prover = "refused_in_transaction", .since = "0.1",
    .basis = "PostgreSQL manual, CREATE INDEX, Building Indexes Concurrently"});

}  // namespace assay::migration
