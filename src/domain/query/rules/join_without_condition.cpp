#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            int tables = 0;
            sql::Node last;
            for (const sql::Node item : select["fromClause"])
                if (const auto table = item.as("RangeVar")) {
                    ++tables;
                    last = table;
                }
            if (tables < 2 || select["whereClause"]) return;
            report.add(finding_at(statement, last.offset(), std::string{last["relname"].text()},
                                  "nothing joins it to the tables before it: every row comes with every row"));
        });
}

extern constinit const Rule join_without_condition = rule<check>({
    .id = "query/join-without-condition", .title = "tables joined without a condition",
    .effect = Effect::correctness, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 7.2.1.1, Joined Tables"});

}  // namespace assay::query
