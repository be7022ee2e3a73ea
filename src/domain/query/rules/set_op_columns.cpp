#include <string>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

// How many columns a side of UNION and its like gives; 0 when "*" leaves it open. Of a chain its last member tells: the
// members before it are compared one by one.
int columns_of(sql::Node select) {
    if (select["op"].text().starts_with("SETOP_") && select["op"].text() != "SETOP_NONE") return columns_of(select["rarg"]);
    if (const auto rows = select["valuesLists"]) return (*rows.begin()).as("List")["items"].size();
    bool star = false;
    for (const sql::Node target : select["targetList"]) {
        const auto column = target.as("ResTarget")["val"].as("ColumnRef");
        for (const sql::Node field : column["fields"]) star = star || field.tag() == "A_Star";
    }
    return star ? 0 : select["targetList"].size();
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            const auto operation = select["op"].text();
            if (!operation.starts_with("SETOP_") || operation == "SETOP_NONE") return;
            const int left = columns_of(select["larg"]), right = columns_of(select["rarg"]);
            if (left == 0 || right == 0 || left == right) return;
            report.add(finding_at(statement, 0, std::string{operation.substr(6)},
                                  "one side gives " + std::to_string(left) + " columns, the other " + std::to_string(right) + ": PostgreSQL refuses it"));
        });
}

extern constinit const Rule set_op_columns = rule<check>({
    .id = "query/set-op-columns", .title = "UNION of different numbers of columns",
    .effect = Effect::correctness, .severity = Severity::error, .since = "0.1",
    .basis = "PostgreSQL manual 7.4, Combining Queries"});

}  // namespace assay::query
