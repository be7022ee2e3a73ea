#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool waits_for_rows(sql::Node select) {
    for (const sql::Node each : select["lockingClause"]) {
        const auto lock = each.as("LockingClause");
        const auto strength = lock["strength"].text();
        // Who skips what is locked, or gives up, waits for nobody.
        if ((strength == "LCS_FORUPDATE" || strength == "LCS_FORNOKEYUPDATE") && lock["waitPolicy"].text() == "LockWaitBlock") return true;
    }
    return false;
}

// A column, or several in a row: "(a, b)".
bool is_columns(sql::Node side) {
    if (side.as("ColumnRef")) return true;
    const auto row = side.as("RowExpr");
    for (const sql::Node part : row["args"])
        if (!part.as("ColumnRef")) return false;
    return row.exists();
}

// "id = $1": one row, or the rows of one owner.
bool names_one(sql::Node condition) {
    const auto comparison = condition.as("A_Expr");
    return is_comparison(condition, "=") && is_columns(comparison["lexpr"]) != is_columns(comparison["rexpr"]);
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            if (!waits_for_rows(select) || select["sortClause"] || !select["fromClause"]) return;
            if (select["limitCount"].as("A_Const")["ival"]["ival"].integer() == 1) return;
            for (const auto& condition : conditions_of(select["whereClause"]))
                if (names_one(condition)) return;
            const auto lock = (*select["lockingClause"].begin()).as("LockingClause");
            report.add(finding_at(statement, lock.offset(), "FOR UPDATE", "rows are locked in the order of the plan of the moment: two such statements can wait for each other"));
        });
}

extern constinit const Rule lock_without_order = rule<check>({
    .id = "query/lock-without-order", .title = "rows locked in no order",
    .effect = Effect::locks, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 13.3.4, Deadlocks"});

}  // namespace assay::query
