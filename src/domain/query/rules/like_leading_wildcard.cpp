#include "domain/query/model/statements.h"

namespace assay::query {

// A constant, or the value that a parameter was called with; empty where neither is known.
static std::string pattern_of(const StatementText& statement, sql::Node operand) {
    if (const auto parameter = operand.as("ParamRef")) return value_of(statement.values, static_cast<int>(parameter["number"].integer()));
    return std::string{operand.as("A_Const")["sval"]["sval"].text()};
}

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("A_Expr", [&](sql::Node expression) {
            const auto kind = expression["kind"].text();
            const auto operand = expression["rexpr"];
            const auto pattern = pattern_of(statement, operand);
            if ((kind != "AEXPR_LIKE" && kind != "AEXPR_ILIKE") || pattern.empty() || (pattern[0] != '%' && pattern[0] != '_')) return;
            const auto parameter = operand.as("ParamRef");  // its value is a row's, and is not printed
            report.add(finding_at(statement, expression.offset(), parameter ? "LIKE $" + std::string{parameter["number"].text()} : "'" + pattern + "'",
                                  "no B-tree serves a pattern whose beginning is open: every row is read"));
        });
}

extern constinit const Rule like_leading_wildcard = rule<check>({
    .id = "query/like-leading-wildcard", .title = "LIKE patterns that begin with a wildcard",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual F.35.4, pg_trgm index support"});

}  // namespace assay::query
