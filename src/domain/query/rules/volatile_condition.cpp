#include <string_view>
#include <utility>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool is_volatile(std::string_view function) {
    for (const std::string_view known : {"random", "clock_timestamp", "timeofday", "gen_random_uuid", "uuid_generate_v4", "nextval"})
        if (function == known) return true;
    return false;
}

// A call outside of subqueries: in one it would be made once.
std::string_view volatile_call(sql::Node side) {
    std::string_view found;
    bool nested = false;
    side.each("SubLink", [&](sql::Node) { nested = true; });
    side.each("FuncCall", [&](sql::Node call) {
        if (is_volatile(last_name(call["funcname"]))) found = last_name(call["funcname"]);
    });
    return nested ? std::string_view{} : found;
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            for (const auto& condition : conditions_of(select["whereClause"])) {
                const auto comparison = condition.as("A_Expr");
                for (const auto& [column, other] : {std::pair{"lexpr", "rexpr"}, std::pair{"rexpr", "lexpr"}})
                    if (const auto call = volatile_call(comparison[other]); comparison[column].as("ColumnRef") && !call.empty())
                        report.add(finding_at(statement, comparison.offset(), std::string{column_of(comparison[column].as("ColumnRef"))},
                                              "compared with " + std::string{call} + "(), which is called anew for each row: no index answers it"));
            }
        });
}

extern constinit const Rule volatile_condition = rule<check>({
    .id = "query/volatile-condition", .title = "columns compared with a function that changes from row to row",
    .effect = Effect::speed, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 38.7, Function Volatility Categories"});

}  // namespace assay::query
