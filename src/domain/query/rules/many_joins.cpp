#include <string>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

constexpr std::size_t most_joined = 8;  // join_collapse_limit

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            std::size_t joined = 0;
            for (const auto& item : from_items(select["fromClause"])) joined += item.item.exists();
            bool explicit_joins = false;
            for (const sql::Node item : select["fromClause"]) explicit_joins = explicit_joins || item.as("JoinExpr");
            if (joined > most_joined && explicit_joins)
                report.add(finding_at(statement, 0, "FROM", std::to_string(joined) + " tables are joined: beyond 8 (join_collapse_limit) they are joined in the order in which they are written"));
        });
}

extern constinit const Rule many_joins = rule<check>({
    .id = "query/many-joins", .title = "more joins than the planner orders",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 14.3; 20.7.4, join_collapse_limit"});

}  // namespace assay::query
