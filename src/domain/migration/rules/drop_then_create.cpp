#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& table = site.change;
    if (table.kind != Kind::drop_table || !table.lenient || table.fresh || table.known) return;
    for (const auto& statement : site.file.statements)
        for (const auto& change : statement.changes)
            if (statement.offset > site.statement.offset && change.kind == Kind::create_table && change.relation == table.object) {
                auto finding = site.finding(table.object, fmt::format("its rows are gone where it exists: line {} makes it anew, empty", statement.place.line));
                finding.fix = Site::advice("CREATE TABLE IF NOT EXISTS, or no DROP", "");
                return report.add(std::move(finding));
            }
}

extern constinit const Rule drop_then_create = site_rule<check>({
    .id = "migration/drop-then-create", .title = "tables dropped and made anew",
    .effect = Effect::data_loss, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, DROP TABLE"});

}  // namespace assay::migration
