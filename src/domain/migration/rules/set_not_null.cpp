#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& column = site.change;
    if (column.kind != Kind::set_not_null || !column.scans || site.is_free()) return;
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                fmt::format("takes ACCESS EXCLUSIVE on {} and reads every row: reads and writes wait, and one NULL makes it fail", column.relation));
    const auto table = sql::quote_relation(column.relation), name = sql::quote_relation(column.object);
    if (site.migrations.version >= 18)
        finding.fix = Site::advice("Add the constraint NOT VALID, then validate it in a transaction of its own",
                                   fmt::format("alter table {0} add constraint {1}_not_null not null {1} not valid;\nalter table {0} validate constraint {1}_not_null", table, name));
    else
        finding.fix = Site::advice("Add a CHECK NOT VALID, validate it in a transaction of its own; SET NOT NULL then reads nothing",
                                   fmt::format("alter table {0} add constraint {2}_filled check ({1} is not null) not valid;\nalter table {0} validate constraint {2}_filled;\nalter table {0} alter column {1} set not null;\nalter table {0} drop constraint {2}_filled", table, name, column.object));
    report.add(std::move(finding));
}

extern constinit const Rule set_not_null = site_rule<check>({
    .id = "migration/set-not-null", .title = "NOT NULL set while every row is read",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, SET NOT NULL"});

}  // namespace assay::migration
