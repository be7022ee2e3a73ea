#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Migrations& migrations, const File& file, Report& report) {
    if (file.wrap != Scope::wrapped) return;
    for (const auto& statement : file.statements) {
        const auto kind = statement.root().as("TransactionStmt")["kind"].text();
        if (kind != "TRANS_STMT_BEGIN" && kind != "TRANS_STMT_START" && kind != "TRANS_STMT_COMMIT") continue;
        Finding finding;
        finding.object = file.name;
        finding.message = fmt::format("{} runs the file in a transaction already: BEGIN does nothing, and COMMIT ends the tool's", sql::name(migrations.convention));
        finding.location = statement.place;
        finding.subject = statement.id;
        finding.fix = Fix{"Leave BEGIN and COMMIT out, or switch the tool's transaction off for this file", "", {}, Safety::manual};
        return report.add(std::move(finding));
    }
}

extern constinit const Rule transaction_nesting = file_rule<check>({
    .id = "migration/transaction-nesting", .title = "BEGIN inside a transaction",
    .effect = Effect::correctness, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, BEGIN"});

}  // namespace assay::migration
