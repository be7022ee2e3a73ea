// Trying a fix: apply it in the lab, read the database again, run the rule: is the finding gone?
#include <fmt/core.h>

#include "core/catalogue.h"
#include "face/session.h"
#include "map/run_rule.h"
#include "sql/parser.h"
#include "sql/script.h"
#include "sql/statement.h"

namespace assay {

namespace {

// The fix's statements as they run inside a transaction: CONCURRENTLY is for live systems.
Result<std::vector<std::string>> statements_for_lab(const std::string& fix) {
    std::vector<std::string> texts;
    auto pieces = sql::split(fix, "fix");
    if (!pieces) return tl::unexpected(pieces.error());
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (const auto& piece : *pieces) {
            if (piece.kind != sql::PieceKind::statement) continue;
            const auto facts = sql::read_statement(parser, piece.text);
            if (facts.transaction != sql::Transaction::none) continue;
            texts.push_back(facts.in_transaction.value_or(std::string{piece.text}));
        }
    });
    if (!parsed) return tl::unexpected(parsed.error());
    return texts;
}

bool still_there(const Finding& finding, const Report& after) {
    for (const auto& other : after.findings()) {
        if (other.object == finding.object && other.rule == finding.rule) return true;
        for (const auto& also : other.also)
            if (also == finding.object) return true;
    }
    return false;
}

}  // namespace

void Session::try_fix(Finding& finding, Lab& lab) {
    const Domain* domain = nullptr;
    for (const Domain* candidate : catalogue::domains())
        if (candidate->read_again) domain = candidate;
    auto statements = statements_for_lab(finding.fix->statement);
    if (!domain || !statements || statements->empty()) return;
    for (const auto& statement : *statements)
        if (!lab.run(statement)) {
            lab.reset();
            return;  // stays untried: what fails here may be for want of rows or roles
        }
    Workspace fresh;
    auto session = lab.session();
    if (!session || !domain->read_again(workspace_, in_base(*map_, finding.subject), **session, fresh)) return lab.reset();
    for (const Domain* each : catalogue::domains())
        if (each->keep) each->keep(workspace_, fresh);
    const auto map = build_map(fresh);
    fresh.map = map.get();
    Report after;
    if (!run_rule(*finding.rule, fresh, after)) return lab.reset();
    after.finish();
    if (after.not_run().empty() && !still_there(finding, after))
        finding.fix->proof = lab.proof("applied in the lab, database read again, rule run again",
                                       "the rule reports " + finding.object, "it no longer does");
    lab.reset();
}

}  // namespace assay
