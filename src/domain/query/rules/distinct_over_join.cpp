#include <string_view>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            const auto items = from_items(select["fromClause"]);
            if (!select["distinctClause"] || select["groupClause"] || items.size() < 2) return;
            for (const sql::Node expression : select["distinctClause"])
                if (expression.inner()) return;  // DISTINCT ON chooses rows
            std::string_view table;
            for (const sql::Node target : select["targetList"]) {
                const auto qualifier = qualifier_of(target.as("ResTarget")["val"].as("ColumnRef"));
                if (qualifier.empty() || (!table.empty() && qualifier != table)) return;
                table = qualifier;
            }
            for (const auto& item : items)
                if (item.optional || !item.item.as("RangeVar")) return;
            report.add(finding_at(statement, 0, "DISTINCT", "only columns of " + std::string{table} + " are asked for: the joins repeat its rows for DISTINCT to remove, where EXISTS would not"));
        });
}

extern constinit const Rule distinct_over_join = rule<check>({
    .id = "query/distinct-over-join", .title = "DISTINCT over a join that only asks whether there is a row",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 9.23.1, EXISTS"});

}  // namespace assay::query
