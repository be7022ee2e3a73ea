#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    const auto is_null = [](sql::Node side) { return side.as("A_Const")["isnull"].boolean(); };
    for (const auto& statement : statements.all)
        statement.root().each("A_Expr", [&](sql::Node expression) {
            if (expression["kind"].text() != "AEXPR_OP" || !(is_null(expression["lexpr"]) || is_null(expression["rexpr"]))) return;
            std::string_view name;
            for (const sql::Node part : expression["name"]) name = part.string();
            if (name == "=" || name == "<>" || name == "<" || name == ">" || name == "<=" || name == ">=")
                report.add(finding_at(statement, expression.offset(), std::string{name} + " NULL",
                                      "is NULL whatever the other side is, so never true"));
        });
}

extern constinit const Rule null_comparison = rule<check>({
    .id = "query/null-comparison", .title = "comparisons with NULL that are never true",
    .effect = Effect::correctness, .severity = Severity::error, .since = "0.1",
    .basis = "PostgreSQL manual 9.2, Comparison Functions and Operators"});

}  // namespace assay::query
