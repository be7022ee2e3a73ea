// helper: runs the safe form of a statement
#include "domain/migration/prove/safe_form.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/read/prepared.h"
#include "sql/script.h"
#include "sql/tokens.h"

namespace assay::migration {

namespace {

// What a transaction cannot show of CONCURRENTLY is known: it waits for others, and nobody waits for it.
bool is_concurrent(std::string_view text) {
    const auto tokens = sql::tokens_of(text);
    return std::any_of(tokens.begin(), tokens.end(), [&](const sql::Token& token) {
        return token.kind == sql::TokenKind::word && sql::is_word(token.in(text), "concurrently");
    });
}

bool keeps_others_waiting(const Observed& observed) {
    const bool works = !observed.scans.empty() || !observed.rewrites.empty() || !observed.rebuilt.empty();
    return works && std::any_of(observed.locks.begin(), observed.locks.end(), [](const Lock& lock) { return conflict(lock.mode, Mode::row_exclusive); });
}

}  // namespace

std::optional<Proof> try_safe_form(const std::string& fix, const std::string& before, Lab& lab, Observer& observer) {
    auto pieces = sql::split(fix, "fix");
    auto session = lab.session();
    if (!pieces || !session) return {};
    int steps = 0;
    bool concurrent = false;
    for (const auto& piece : *pieces) {
        if (piece.kind != sql::PieceKind::statement) return {};
        auto text = prepared_statement(std::string{piece.text}, lab.database(), true);
        if (!text || text->empty() || !observer.before(**session) || !lab.run(*text)) return {};
        const auto observed = observer.after(**session);
        if (!observed || (keeps_others_waiting(*observed) && !is_concurrent(piece.text))) return {};
        concurrent |= is_concurrent(piece.text);
        ++steps;
    }
    if (steps == 0) return {};
    return lab.proof(concurrent ? "ran the safe form in the lab, step by step, CONCURRENTLY left out (assay migrate trace shows its phases)"
                                : "ran the safe form in the lab, step by step",
                     before, "no step reads or writes a table while reads or writes of it wait");
}

}  // namespace assay::migration
