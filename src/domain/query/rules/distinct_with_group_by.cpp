#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            if (!select["distinctClause"] || !select["groupClause"]) return;
            report.add(finding_at(statement, 0, "DISTINCT", "the groups are made distinct once more"));
        });
}

extern constinit const Rule distinct_with_group_by = rule<check>({
    .id = "query/distinct-with-group-by", .title = "DISTINCT beside GROUP BY",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 7.3.3, DISTINCT"});

}  // namespace assay::query
