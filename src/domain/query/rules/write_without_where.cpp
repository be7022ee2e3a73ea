#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        for (const std::string_view tag : {"UpdateStmt", "DeleteStmt"})
            statement.root().each(tag, [&](sql::Node write) {
                if (write["whereClause"] || write["fromClause"] || write["usingClause"]) return;
                report.add(finding_at(statement, write["relation"].offset(), std::string{write["relation"]["relname"].text()},
                                      tag == "UpdateStmt" ? "changes every row of the table" : "deletes every row of the table"));
            });
}

extern constinit const Rule write_without_where = rule<check>({
    .id = "query/write-without-where", .title = "UPDATE or DELETE of every row",
    .effect = Effect::data_loss, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual, DELETE"});

}  // namespace assay::query
