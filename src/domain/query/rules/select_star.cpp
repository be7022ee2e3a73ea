#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all) {
        const auto select = statement.root().as("SelectStmt");
        for (const sql::Node target : select["targetList"]) {
            const auto fields = target.as("ResTarget")["val"].as("ColumnRef")["fields"];
            for (const sql::Node field : fields)
                if (field.tag() == "A_Star" && fields.size() == 1)
                    report.add(finding_at(statement, target.as("ResTarget").offset(), "*",
                                          "the result changes with every column that is added, dropped or moved"));
        }
    }
}

extern constinit const Rule select_star = rule<check>({
    .id = "query/select-star", .title = "SELECT * that a program depends on",
    .effect = Effect::clarity, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual 7.3.1, Select-List Items"});

}  // namespace assay::query
