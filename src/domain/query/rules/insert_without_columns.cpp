#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        statement.root().each("InsertStmt", [&](sql::Node insert) {
            if (insert["cols"] || !insert["selectStmt"]) return;
            report.add(finding_at(statement, insert["relation"].offset(), std::string{insert["relation"]["relname"].text()},
                                  "values go to columns by their order in the table"));
        });
}

extern constinit const Rule insert_without_columns = rule<check>({
    .id = "query/insert-without-columns", .title = "INSERT without a list of columns",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual, INSERT"});

}  // namespace assay::query
