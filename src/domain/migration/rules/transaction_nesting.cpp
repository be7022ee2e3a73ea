#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

static Finding finding_at(const File& file, const Statement& statement, std::string message, std::string fix) {
    Finding finding;
    finding.object = file.name;
    finding.message = std::move(message);
    finding.location = statement.place;
    finding.subject = statement.id;
    finding.fix = Fix{std::move(fix), "", {}, Safety::manual};
    return finding;
}

static void check(const Migrations& migrations, const File& file, Report& report) {
    bool open = false;
    for (const auto& statement : file.statements) {
        const bool begins = statement.begins_transaction();
        const bool commits = statement.root().as("TransactionStmt")["kind"].text() == "TRANS_STMT_COMMIT";
        if (file.wrap == Scope::wrapped && (begins || commits))
            return report.add(finding_at(file, statement, fmt::format("{} runs the file in a transaction already: BEGIN does nothing, and COMMIT ends the tool's", sql::name(migrations.convention)),
                                         "Leave BEGIN and COMMIT out, or switch the tool's transaction off for this file"));
        if (begins && open)
            return report.add(finding_at(file, statement, "begins a transaction within one: this BEGIN does nothing, and the first COMMIT ends all of it", "One BEGIN, one COMMIT; SAVEPOINT for a part that may fail"));
        open = begins || (open && !statement.ends_transaction());
    }
}

extern constinit const Rule transaction_nesting = file_rule<check>({
    .id = "migration/transaction-nesting", .title = "BEGIN inside a transaction",
    .effect = Effect::correctness, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, BEGIN"});

}  // namespace assay::migration
