#include <string_view>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

namespace {

struct Write {
    sql::Node node;
    std::string_view others;  // where the other tables stand
    std::string_view what;
};

}  // namespace

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all) {
        const auto root = statement.root();
        for (const auto& write : {Write{root.as("UpdateStmt"), "fromClause", "UPDATE"}, Write{root.as("DeleteStmt"), "usingClause", "DELETE"}}) {
            if (!write.node[write.others] || !write.node["whereClause"]) continue;
            const auto target = name_of(write.node["relation"]);
            bool named = false;
            // A column without its table's name may be the target's.
            write.node["whereClause"].each("ColumnRef", [&](sql::Node column) { named = named || qualifier_of(column).empty() || qualifier_of(column) == target; });
            if (!named)
                report.add(finding_at(statement, write.node["relation"].offset(), std::string{target},
                                      std::string{write.what} + " names it nowhere in WHERE: as soon as the other tables give a row, every row is written"));
        }
    }
}

extern constinit const Rule update_all_by_from = rule<check>({
    .id = "query/update-all-by-from", .title = "UPDATE … FROM that does not join its table",
    .effect = Effect::data_loss, .severity = Severity::error, .since = "0.1",
    .basis = "PostgreSQL manual, UPDATE: from_item"});

}  // namespace assay::query
