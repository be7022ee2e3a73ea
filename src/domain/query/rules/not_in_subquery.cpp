#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all) {
        std::vector<sql::Node> links;
        statement.root().each("BoolExpr", [&](sql::Node negation) {
            if (negation["boolop"].text() != "NOT_EXPR") return;
            for (const sql::Node argument : negation["args"])
                if (const auto link = argument.as("SubLink"); link && link["subLinkType"].text() == "ANY_SUBLINK" && !link["operName"]) links.push_back(link);
        });
        if (links.size() <= statement.known_exclusions) continue;
        for (const auto link : links)
            report.add(finding_at(statement, link.offset(), "NOT IN", "one NULL among the rows of the subquery makes NOT IN give no row at all"));
    }
}

extern constinit const Rule not_in_subquery = rule<check>({
    .id = "query/not-in-subquery", .title = "NOT IN with a subquery",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 9.24.3 (NOT IN)"});

}  // namespace assay::query
