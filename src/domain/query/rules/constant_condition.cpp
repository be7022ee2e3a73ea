#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool is_equality(sql::Node expression) {
    const auto operation = last_name(expression["name"]);
    return expression["kind"].text() == "AEXPR_OP" && (operation == "=" || operation == "<=" || operation == ">=");
}

// "true", "1 = 1", "'a' = 'a'"
bool is_always_true(sql::Node condition) {
    if (condition.as("A_Const")["boolval"]["boolval"].boolean()) return true;
    const auto comparison = condition.as("A_Expr");
    const auto left = sql::constant_text(comparison["lexpr"]);
    return is_comparison(condition, "=") && !left.empty() && left == sql::constant_text(comparison["rexpr"]);
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all) {
        statement.root().each("A_Expr", [&](sql::Node expression) {
            const auto left = expression["lexpr"].as("ColumnRef"), right = expression["rexpr"].as("ColumnRef");
            if (left && right && is_equality(expression) && text_of(left) == text_of(right))
                report.add(finding_at(statement, expression.offset(), text_of(left), "compared with itself: true of every row where it is not NULL"));
        });
        statement.root().each("BoolExpr", [&](sql::Node expression) {
            if (expression["boolop"].text() != "OR_EXPR") return;
            for (const sql::Node side : expression["args"])
                if (is_always_true(side))
                    report.add(finding_at(statement, expression.offset(), "OR", "one side is always true, so the other conditions of it say nothing"));
        });
    }
}

extern constinit const Rule constant_condition = rule<check>({
    .id = "query/constant-condition", .title = "conditions that are always true",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "SQLFluff ST10; OWASP, SQL Injection"});

}  // namespace assay::query
