#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            for (const sql::Node key : select["sortClause"])
                if (const auto position = key.as("SortBy")["node"].as("A_Const"); position["ival"])
                    report.add(finding_at(statement, position.offset(), "ORDER BY " + std::to_string(position["ival"]["ival"].integer()),
                                          "the order changes when a column is put before it"));
            for (const sql::Node key : select["groupClause"])
                if (const auto position = key.as("A_Const"); position["ival"])
                    report.add(finding_at(statement, position.offset(), "GROUP BY " + std::to_string(position["ival"]["ival"].integer()),
                                          "the groups change when a column is put before it"));
        });
}

extern constinit const Rule order_by_position = rule<check>({
    .id = "query/order-by-position", .title = "ORDER BY or GROUP BY a position",
    .effect = Effect::clarity, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual, SELECT (ORDER BY clause)"});

}  // namespace assay::query
