#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            const auto having = select["havingClause"];
            if (!having || !select["groupClause"]) return;
            bool calls = false;
            having.each("FuncCall", [&](sql::Node) { calls = true; });
            having.each("SubLink", [&](sql::Node) { calls = true; });
            if (!calls) report.add(finding_at(statement, having.as("A_Expr").offset(), "HAVING", "tests no aggregate: WHERE says it before the groups are made"));
        });
}

extern constinit const Rule having_without_aggregate = rule<check>({
    .id = "query/having-without-aggregate", .title = "HAVING that filters rows, not groups",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 7.2.3, The GROUP BY and HAVING Clauses"});

}  // namespace assay::query
