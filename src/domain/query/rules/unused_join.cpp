#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

bool is_inside(sql::Node node, sql::Node outer) { return outer && node.index() > outer.index() && node.index() < outer.end_of_subtree(); }

// What this SELECT asks of its tables, the join's own condition left out.
struct Asked {
    bool unclear = false;  // a column without its table's name, or "*"
    bool used = false;
};

Asked asked_of(sql::Node select, const FromItem& item) {
    Asked asked;
    select.each("ColumnRef", [&](sql::Node column) {
        if (is_inside(column, item.join["quals"])) return;
        const auto qualifier = qualifier_of(column);
        asked.unclear = asked.unclear || qualifier.empty();
        asked.used = asked.used || qualifier == item.name;
    });
    // What counts rows counts those that the join makes.
    select["targetList"].each("FuncCall", [&](sql::Node call) { asked.unclear = asked.unclear || call["agg_star"].boolean(); });
    return asked;
}

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            if (select["lockingClause"]) return;
            for (const auto& item : from_items(select["fromClause"])) {
                if (item.join["jointype"].text() != "JOIN_LEFT" || !item.join["quals"] || !item.item.as("RangeVar")) continue;
                const auto [unclear, used] = asked_of(select, item);
                if (!unclear && !used)
                    report.add(finding_at(statement, item.item.as("RangeVar").offset(), std::string{item.name},
                                          "joined, and no column of it is asked for: it can only repeat the other rows"));
            }
        });
}

extern constinit const Rule unused_join = rule<check>({
    .id = "query/unused-join", .title = "LEFT JOIN of a table that nothing reads",
    .effect = Effect::speed, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 7.2.1.1, Joined Tables"});

}  // namespace assay::query
