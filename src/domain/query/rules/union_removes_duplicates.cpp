#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            if (select["op"].text() != "SETOP_UNION" || select["all"].boolean()) return;
            report.add(finding_at(statement, 0, "UNION", "all rows of both sides are sorted or hashed to remove duplicates"));
        });
}

extern constinit const Rule union_removes_duplicates = rule<check>({
    .id = "query/union-removes-duplicates", .title = "UNION where UNION ALL may be meant",
    .effect = Effect::speed, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 7.4, Combining Queries"});

}  // namespace assay::query
