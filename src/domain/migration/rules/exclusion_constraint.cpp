#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& constraint = site.change;
    if (constraint.kind != Kind::add_exclusion || site.is_free()) return;
    const auto object = constraint.object.empty() ? fmt::format("exclusion of {}", constraint.relation) : constraint.object;
    auto finding = site.finding(object, fmt::format("takes ACCESS EXCLUSIVE on {} while its index is built: reads and writes wait, and there is no form that avoids it", constraint.relation));
    finding.fix = Site::advice("In a quiet hour with lock_timeout and statement_timeout; or on a new table that takes over", "");
    report.add(std::move(finding));
}

extern constinit const Rule exclusion_constraint = site_rule<check>({
    .id = "migration/exclusion-constraint", .title = "exclusion constraints built while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, ADD table_constraint"});

}  // namespace assay::migration
