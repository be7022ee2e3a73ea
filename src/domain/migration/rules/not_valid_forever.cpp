#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& constraint = site.change;
    if ((constraint.kind != Kind::add_check && constraint.kind != Kind::add_foreign_key) || !constraint.not_valid || constraint.object.empty()) return;
    // In this file it must not be validated where one transaction runs it all; in a later one it may.
    for (const auto& file : site.migrations.files)
        for (const auto& statement : file.statements)
            for (const auto& change : statement.changes)
                if ((change.kind == Kind::validate_constraint || change.kind == Kind::drop_constraint) && change.object == constraint.object) return;
    if (&site.file == &site.migrations.files.back()) return;  // the next migration may do it
    report.add(site.finding(constraint.object, "no later migration validates it: rows that were there may break it, and the planner does not use it"));
}

extern constinit const Rule not_valid_forever = site_rule<check>({
    .id = "migration/not-valid-forever", .title = "constraints that are never validated",
    .effect = Effect::correctness, .severity = Severity::note, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, ADD table_constraint NOT VALID"});

}  // namespace assay::migration
