#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool is_inside(sql::Node node, sql::Node outer) { return outer && node.index() > outer.index() && node.index() < outer.end_of_subtree(); }

// The tables of which this SELECT asks a column, each table's own join condition left out; nothing when that is unclear: a
// column stands without its table's name, or all of them are asked for, or joined rows are counted.
std::optional<std::set<std::string_view>> tables_asked(sql::Node select, const std::map<std::string_view, sql::Node>& conditions) {
    std::set<std::string_view> asked;
    bool unclear = false;
    select.each("ColumnRef", [&](sql::Node column) {
        const auto table = qualifier_of(column);
        const auto condition = conditions.find(table);
        unclear = unclear || table.empty();
        if (condition == conditions.end() || !is_inside(column, condition->second)) asked.insert(table);
    });
    select["targetList"].each("FuncCall", [&](sql::Node call) { unclear = unclear || call["agg_star"].boolean(); });
    if (unclear) return {};
    return asked;
}

bool is_optional_table(const FromItem& item) { return item.join["jointype"].text() == "JOIN_LEFT" && item.join["quals"] && item.item.as("RangeVar"); }

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            const auto items = from_items(select["fromClause"]);
            std::map<std::string_view, sql::Node> conditions;
            for (const auto& item : items)
                if (is_optional_table(item)) conditions.emplace(item.name, item.join["quals"]);
            if (conditions.empty() || select["lockingClause"]) return;
            const auto asked = tables_asked(select, conditions);
            if (!asked) return;
            for (const auto& item : items)
                if (is_optional_table(item) && !asked->contains(item.name))
                    report.add(finding_at(statement, item.item.as("RangeVar").offset(), std::string{item.name},
                                          "joined, and no column of it is asked for: it can only repeat the other rows"));
        });
}

extern constinit const Rule unused_join = rule<check>({
    .id = "query/unused-join", .title = "LEFT JOIN of a table that nothing reads",
    .effect = Effect::speed, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 7.2.1.1, Joined Tables"});

}  // namespace assay::query
