#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool is_inside(sql::Node node, sql::Node outer) { return node.index() > outer.index() && node.index() < outer.end_of_subtree(); }

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("CommonTableExpr", [&](sql::Node cte) {
            if (!cte["ctequery"].as("SelectStmt")) return;
            const auto name = cte["ctename"].text();
            bool used = false;
            statement.root().each("RangeVar", [&](sql::Node table) {
                used = used || (table["relname"].text() == name && !table["schemaname"] && !is_inside(table, cte));
            });
            if (!used) report.add(finding_at(statement, cte.offset(), std::string{name}, "the CTE is defined and never read"));
        });
}

extern constinit const Rule unused_cte = rule<check>({
    .id = "query/unused-cte", .title = "CTEs that nothing reads",
    .effect = Effect::clarity, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 7.8, WITH Queries"});

}  // namespace assay::query
