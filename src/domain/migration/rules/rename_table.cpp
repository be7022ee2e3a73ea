#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/model/site.h"

namespace assay::migration {

// A view of the old name, made in the same transaction, serves the old release.
static bool is_served(const Site& site) {
    return std::any_of(site.file.statements.begin(), site.file.statements.end(), [&](const Statement& statement) {
        return site.in_transaction() && statement.transaction == site.statement.transaction &&
               std::any_of(statement.changes.begin(), statement.changes.end(), [&](const Change& change) {
                   return change.relation == site.change.relation && (change.kind == Kind::create_view || change.kind == Kind::create_table);
               });
    });
}

static void check(const Site& site, Report& report) {
    const auto& table = site.change;
    if ((table.kind != Kind::rename_table && table.kind != Kind::set_schema && table.kind != Kind::rename_schema) || table.fresh || is_served(site)) return;
    const auto name = table.kind == Kind::rename_schema ? table.object : table.relation;
    auto finding = site.finding(name, fmt::format("the release that is running asks for {} and fails from this statement on", name));
    if (table.kind == Kind::rename_table)
        finding.fix = Site::advice("Make a view of the old name in the same transaction; drop it once no release asks for it",
                                   fmt::format("create view {} as select * from {}", sql::quote_relation(table.relation), sql::quote_relation(table.other)));
    report.add(std::move(finding));
}

extern constinit const Rule rename_table = site_rule<check>({
    .id = "migration/rename-table", .title = "tables renamed under the release that is running",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, RENAME"});

}  // namespace assay::migration
