#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& domain = site.change;
    if (domain.kind != Kind::domain_add_constraint || domain.not_valid) return;
    auto finding = site.finding(domain.object, "takes SHARE on every table with a column of the domain and reads all their rows: writes wait");
    finding.fix = Site::advice("Add it NOT VALID, then VALIDATE CONSTRAINT in a migration of its own, in a quiet hour", "");
    report.add(std::move(finding));
}

extern constinit const Rule domain_constraint = site_rule<check>({
    .id = "migration/domain-constraint", .title = "domain constraints validated on every table",
    .effect = Effect::locks, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER DOMAIN, VALIDATE CONSTRAINT"});

}  // namespace assay::migration
