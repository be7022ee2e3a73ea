#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& constraint = site.change;
    if (constraint.kind != Kind::add_check || constraint.not_valid || site.is_free()) return;
    const auto object = constraint.object.empty() ? fmt::format("check of {}", constraint.relation) : constraint.object;
    auto finding = site.finding(object, fmt::format("takes ACCESS EXCLUSIVE on {} and reads every row: reads and writes wait", constraint.relation));
    finding.fix = site.added_not_valid();
    report.add(std::move(finding));
}

extern constinit const Rule check_validated = site_rule<check>({
    .id = "migration/check-validated", .title = "CHECK constraints validated while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::safe,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, ADD table_constraint NOT VALID"});

}  // namespace assay::migration
