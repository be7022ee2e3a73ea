#include <set>
#include <string_view>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

std::set<std::string_view> ctes_of(const StatementText& statement) {
    std::set<std::string_view> names;
    statement.root().each("CommonTableExpr", [&](sql::Node cte) { names.insert(cte["ctename"].text()); });
    return names;
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all) {
        const auto ctes = ctes_of(statement);
        statement.root().each("SubLink", [&](sql::Node link) {
            if (link["subLinkType"].text() != "EXPR_SUBLINK") return;
            const auto select = link["subselect"].as("SelectStmt");
            if (select["whereClause"] || select["limitCount"] || select["groupClause"] || select["havingClause"]) return;
            const auto items = from_items(select["fromClause"]);
            if (items.size() != 1 || !items.front().item.as("RangeVar") || ctes.contains(items.front().item.as("RangeVar")["relname"].text())) return;
            bool calls = false;  // of an aggregate, for all that is known
            select["targetList"].each("FuncCall", [&](sql::Node) { calls = true; });
            if (!calls)
                report.add(finding_at(statement, link.offset(), std::string{items.front().name},
                                      "used as one value, and nothing bounds it to one row: with two the statement fails"));
        });
    }
}

extern constinit const Rule scalar_subquery_rows = rule<check>({
    .id = "query/scalar-subquery-rows", .title = "subqueries used as a value that may have many rows",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 4.2.11, Scalar Subqueries"});

}  // namespace assay::query
