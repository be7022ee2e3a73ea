#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            for (const sql::Node key : select["sortClause"]) {
                const auto call = key.as("SortBy")["node"].as("FuncCall");
                std::string_view name;
                for (const sql::Node part : call["funcname"]) name = part.string();
                if (name == "random" || name == "gen_random_uuid")
                    report.add(finding_at(statement, call.offset(), "order by " + std::string{name} + "()",
                                          "every row is read and sorted to take a few at random"));
            }
        });
}

extern constinit const Rule order_by_random = rule<check>({
    .id = "query/order-by-random", .title = "ORDER BY random()",
    .effect = Effect::speed, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual, SELECT (TABLESAMPLE)"});

}  // namespace assay::query
