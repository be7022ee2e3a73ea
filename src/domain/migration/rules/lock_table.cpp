#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& table = site.change;
    const auto mode = site.change.strongest();
    if (table.kind != Kind::lock_table || mode < Mode::share) return;
    report.add(site.finding(table.relation, fmt::format("{} until the transaction ends: {} wait", name(mode), blocked_by(mode))));
}

extern constinit const Rule lock_table = site_rule<check>({
    .id = "migration/lock-table", .title = "LOCK TABLE in a migration",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, LOCK"});

}  // namespace assay::migration
