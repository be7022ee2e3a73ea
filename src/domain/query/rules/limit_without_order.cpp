#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all) {
        const auto select = statement.root().as("SelectStmt");
        const auto limit = select["limitCount"];
        if (statement.finds_one_row || !limit || limit.as("A_Const")["isnull"].boolean() || select["sortClause"] || !select["fromClause"]) continue;
        const bool paged = select["limitOffset"].exists();
        auto finding = finding_at(statement, limit.as("A_Const").offset(), "LIMIT",
                                  paged ? "pages of rows in no order: the same row may come twice, another never"
                                        : "which rows it gives is left to the plan of the moment");
        if (paged) finding.chosen_severity = Severity::warning;
        report.add(std::move(finding));
    }
}

extern constinit const Rule limit_without_order = rule<check>({
    .id = "query/limit-without-order", .title = "LIMIT without ORDER BY",
    .effect = Effect::correctness, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 7.6, LIMIT and OFFSET"});

}  // namespace assay::query
