#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("A_Expr", [&](sql::Node expression) {
            const auto kind = expression["kind"].text();
            const auto pattern = expression["rexpr"].as("A_Const")["sval"]["sval"].text();
            if ((kind != "AEXPR_LIKE" && kind != "AEXPR_ILIKE") || pattern.empty() || (pattern[0] != '%' && pattern[0] != '_')) return;
            report.add(finding_at(statement, expression.offset(), "'" + std::string{pattern} + "'",
                                  "no B-tree serves a pattern whose beginning is open: every row is read"));
        });
}

extern constinit const Rule like_leading_wildcard = rule<check>({
    .id = "query/like-leading-wildcard", .title = "LIKE patterns that begin with a wildcard",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual F.35.4, pg_trgm index support"});

}  // namespace assay::query
