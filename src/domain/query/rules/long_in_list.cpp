#include <string>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

constexpr int most_values = 100;

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("A_Expr", [&](sql::Node expression) {
            if (expression["kind"].text() != "AEXPR_IN") return;
            const auto list = expression["rexpr"].as("List")["items"];
            if (list.size() > most_values)
                report.add(finding_at(statement, expression.offset(), "IN", std::to_string(list.size()) + " values in the statement's text: = ANY($1) is one statement for lists of any length"));
        });
}

extern constinit const Rule long_in_list = rule<check>({
    .id = "query/long-in-list", .title = "long lists written into the statement",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 9.24.3, ANY; PREPARE"});

}  // namespace assay::query
