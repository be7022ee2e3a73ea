#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static void check(const Migrations&, const File& file, Report& report) {
    const Statement* open = nullptr;
    for (const auto& statement : file.statements) {
        const auto kind = statement.root().as("TransactionStmt")["kind"].text();
        if (statement.begins_transaction()) open = &statement;
        if (statement.ends_transaction() || kind == "TRANS_STMT_PREPARE") open = nullptr;
    }
    if (!open || file.wrap == Scope::wrapped) return;
    Finding finding;
    finding.object = file.name;
    finding.message = "the file ends inside the transaction that begins here: what it did is rolled back when the session ends";
    finding.location = open->place;
    finding.subject = open->id;
    finding.fix = Fix{"End it with COMMIT", "commit", {}, Safety::manual};
    report.add(std::move(finding));
}

extern constinit const Rule uncommitted_transaction = file_rule<check>({
    .id = "migration/uncommitted-transaction", .title = "transactions that are not ended",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, BEGIN"});

}  // namespace assay::migration
