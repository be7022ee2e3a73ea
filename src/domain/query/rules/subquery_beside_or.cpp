#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

// Another condition that already restricts the rows: "owner_id = $1 and (public or exists (…))" is as good as it gets.
bool restricts(sql::Node condition) {
    const auto comparison = condition.as("A_Expr");
    return is_comparison(condition, "=") && (is_value(comparison["lexpr"]) || is_value(comparison["rexpr"]));
}

sql::Node subquery_of(sql::Node disjunction) {
    for (const sql::Node side : disjunction["args"])
        if (const auto link = side.as("SubLink"))
            if (const auto kind = link["subLinkType"].text(); kind == "EXISTS_SUBLINK" || kind == "ANY_SUBLINK") return link;
    return {};
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            if (!select["fromClause"]) return;
            const auto conditions = conditions_of(select["whereClause"]);
            for (const auto& condition : conditions)
                if (restricts(condition)) return;
            for (const auto& condition : conditions) {
                const auto disjunction = condition.as("BoolExpr");
                if (disjunction["boolop"].text() != "OR_EXPR") continue;
                if (const auto link = subquery_of(disjunction))
                    report.add(finding_at(statement, link.offset(), link["subLinkType"].text() == "EXISTS_SUBLINK" ? "EXISTS" : "IN",
                                          "beside OR it cannot become a join: every row is tested, and the subquery runs for each or is read in full"));
            }
        });
}

extern constinit const Rule subquery_beside_or = rule<check>({
    .id = "query/subquery-beside-or", .title = "subqueries beside OR",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 9.23, Subquery Expressions; 14.3"});

}  // namespace assay::query
