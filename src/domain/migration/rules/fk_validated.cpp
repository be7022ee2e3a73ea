#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& key = site.change;
    if (key.kind != Kind::add_foreign_key || key.not_valid || site.is_free()) return;
    if (key.fresh) return;  // the new table is empty: no row is looked at, and the lock on the other table is short
    const auto object = key.object.empty() ? fmt::format("foreign key of {}", key.relation) : key.object;
    const bool both = !key.other_fresh && key.other != key.relation;
    auto finding = site.finding(object, both ? fmt::format("takes SHARE ROW EXCLUSIVE on {} and {}: writes to both wait until every row is checked", key.relation, key.other)
                                             : fmt::format("takes SHARE ROW EXCLUSIVE on {}: writes wait until every row is checked", key.relation));
    finding.fix = key.partitioned && site.migrations.version < 18 ? Site::advice("Add it to each partition NOT VALID, validate those, then add it to the parent", "") : site.added_not_valid();
    report.add(std::move(finding));
}

extern constinit const Rule fk_validated = site_rule<check>({
    .id = "migration/fk-validated", .title = "foreign keys validated while writes wait",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::safe,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, ADD table_constraint NOT VALID"});

}  // namespace assay::migration
