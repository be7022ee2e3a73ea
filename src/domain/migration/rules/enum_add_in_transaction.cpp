#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Site& site, Report& report) {
    const auto& value = site.change;
    if (value.kind != Kind::add_enum_value || !site.in_transaction()) return;
    if (value.same_transaction && site.migrations.version >= 17) return;
    const auto literal = fmt::format("'{}'", value.other);
    for (const auto& later : site.file.statements) {
        if (later.transaction != site.statement.transaction || later.offset <= site.statement.offset) continue;
        if (later.text.find(literal) == later.text.npos || later.root().tag() == "AlterEnumStmt") continue;
        auto finding = site.finding(fmt::format("{}.{}", value.object, value.other),
                                    fmt::format("line {} uses the value before it is committed, which is refused: {}", later.place.line, site.transaction_text()));
        finding.fix = Site::advice("Add the value in a migration of its own", "");
        return report.add(std::move(finding));
    }
}

extern constinit const Rule enum_add_in_transaction = site_rule<check>({
    .id = "migration/enum-add-in-transaction", .title = "enum values used before they are committed",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TYPE, Notes"});

}  // namespace assay::migration
