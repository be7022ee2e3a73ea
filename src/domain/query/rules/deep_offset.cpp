#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            const auto offset = select["limitOffset"].as("A_Const");
            if (const auto rows = offset["ival"]["ival"].integer(); rows >= 1000)
                report.add(finding_at(statement, offset.offset(), "OFFSET " + std::to_string(rows),
                                      "the rows that are skipped are read first"));
        });
}

extern constinit const Rule deep_offset = rule<check>({
    .id = "query/deep-offset", .title = "OFFSET that skips many rows",
    .effect = Effect::speed, .severity = Severity::warning, .since = "0.1",
    .basis = "PostgreSQL manual 7.6, LIMIT and OFFSET"});

}  // namespace assay::query
