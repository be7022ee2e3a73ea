#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool is_column_of(sql::Node side, std::string_view table) {
    const auto fields = side.as("ColumnRef")["fields"];
    if (fields.size() != 2) return false;
    for (const sql::Node field : fields) return field.string() == table;
    return false;
}

// A comparison of a column of the table itself with a constant or parameter: not true when the column is NULL.
bool rejects_null(sql::Node condition, std::string_view table) {
    const auto expression = condition.as("A_Expr");
    const auto kind = expression["kind"].text();
    if (kind != "AEXPR_OP" && kind != "AEXPR_IN" && kind != "AEXPR_LIKE" && kind != "AEXPR_ILIKE" && kind != "AEXPR_BETWEEN") return false;
    return is_column_of(expression["lexpr"], table);
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            for (const sql::Node item : select["fromClause"])
                if (const auto join = item.as("JoinExpr"); join["jointype"].text() == "JOIN_LEFT") {
                    const auto inner = name_of(join["rarg"].as("RangeVar"));
                    if (inner.empty()) continue;
                    for (const sql::Node condition : conditions_of(select["whereClause"]))
                        if (rejects_null(condition, inner))
                            report.add(finding_at(statement, condition.as("A_Expr").offset(), std::string{inner},
                                                  "WHERE tests a column of the optional side, so the rows without a match are gone again"));
                }
        });
}

extern constinit const Rule left_join_undone = rule<check>({
    .id = "query/left-join-undone", .title = "LEFT JOIN that WHERE turns into an inner join",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 7.2.1.1, Joined Tables"});

}  // namespace assay::query
