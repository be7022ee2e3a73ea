#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

// NOT NULL, and nothing that fills the rows that are there.
static bool is_required(const Change& column) {
    bool required = false;
    for (const sql::Node each : column.node["constraints"]) {
        const auto type = each.as("Constraint")["contype"].text();
        required |= type == "CONSTR_NOTNULL" || type == "CONSTR_PRIMARY";
        if (type == "CONSTR_IDENTITY" || type == "CONSTR_GENERATED") return false;
    }
    return required && column.default_kind == DefaultKind::none;
}

// All rows have gone earlier in the same transaction, and nobody can have made others since: it holds the lock.
static bool was_emptied(const Site& site) {
    for (const auto& statement : site.file.statements) {
        if (&statement == &site.statement) return false;
        if (statement.transaction != site.statement.transaction || !site.in_transaction()) continue;
        for (const auto& change : statement.changes)
            if (change.relation == site.change.relation && !change.in_block &&
                (change.kind == Kind::truncate || (change.kind == Kind::remove && !change.node["whereClause"] && !change.node["usingClause"])))
                return true;
    }
    return false;
}

static void check(const Site& site, Report& report) {
    const auto& column = site.change;
    if (column.kind != Kind::add_column || column.already || !is_required(column) || site.is_free() || was_emptied(site)) return;
    auto finding = site.finding(fmt::format("{}.{}", column.relation, column.object),
                                fmt::format("fails as soon as {} has a row, and the release that is running inserts without it", column.relation));
    finding.fix = Site::advice("Give it a constant default, or add it nullable, fill it in batches and make it NOT NULL by way of a validated CHECK", "");
    report.add(std::move(finding));
}

extern constinit const Rule add_required_column = site_rule<check>({
    .id = "migration/add-required-column", .title = "required columns without a default",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, ADD COLUMN"});

}  // namespace assay::migration
