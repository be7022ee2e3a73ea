#include <utility>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

// The grouped column that the optional side's rows refer to: "p.id" of LEFT JOIN v ON v.patient_id = p.id, GROUP BY p.id.
bool refers_to_group(const FromItem& item, sql::Node groups) {
    const auto on = item.join["quals"].as("A_Expr");
    if (!is_comparison(item.join["quals"], "=")) return false;
    for (const auto& [own, other] : {std::pair{"lexpr", "rexpr"}, std::pair{"rexpr", "lexpr"}}) {
        const auto mine = on[own].as("ColumnRef"), theirs = on[other].as("ColumnRef");
        if (qualifier_of(mine) != item.name || qualifier_of(theirs).empty() || column_of(mine) == "id") continue;
        for (const sql::Node group : groups)
            if (text_of(group.as("ColumnRef")) == text_of(theirs)) return true;
    }
    return false;
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            const auto items = from_items(select["fromClause"]);
            if (!select["groupClause"] || items.size() != 2 || !items.back().optional || !refers_to_group(items.back(), select["groupClause"])) return;
            // A condition on the optional side takes the rows without a match away again.
            bool tested = false;
            select["whereClause"].each("ColumnRef", [&](sql::Node column) { tested = tested || qualifier_of(column) == items.back().name; });
            if (tested) return;
            select["targetList"].each("FuncCall", [&](sql::Node call) {
                if (call["agg_star"].boolean() && !call["agg_filter"] && last_name(call["funcname"]) == "count")
                    report.add(finding_at(statement, call.offset(), "count(*)",
                                          "counts 1 where " + std::string{items.back().name} + " has no row: count one of its columns"));
            });
        });
}

extern constinit const Rule count_star_left_join = rule<check>({
    .id = "query/count-star-left-join", .title = "count(*) over a LEFT JOIN",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 9.21, Aggregate Functions; 7.2.1.1, Joined Tables"});

}  // namespace assay::query
