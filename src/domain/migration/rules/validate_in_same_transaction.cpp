#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& constraint = site.change;
    if (constraint.kind != Kind::validate_constraint || !constraint.same_transaction || !site.in_transaction() || site.is_free() || constraint.already) return;
    auto finding = site.finding(constraint.object, fmt::format("the lock on {} that line {} took is kept while every row is checked: {}", constraint.relation, constraint.made_on_line, site.transaction_text()));
    finding.fix = Site::advice("Validate it in a later migration", "");
    report.add(std::move(finding));
}

extern constinit const Rule validate_in_same_transaction = site_rule<check>({
    .id = "migration/validate-in-same-transaction", .title = "constraints validated in the transaction that adds them",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, VALIDATE CONSTRAINT"});

}  // namespace assay::migration
