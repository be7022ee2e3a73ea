// Runs the migration up to the statement, and the statement, in the lab: are the locks, the reading and the writing
// anew those that the finding claims?
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "core/text.h"
#include "domain/migration/prove/observer.h"
#include "domain/migration/prove/pending.h"
#include "domain/migration/prove/safe_form.h"
#include "domain/migration/read/prepared.h"
#include "map/map.h"

namespace assay::migration {

namespace {

struct Claim {
    std::string relation, mode;
    bool rewrites = false, scans = false;
};

std::vector<Claim> claims_of(const Map& map, std::int64_t statement) {
    std::vector<Claim> claims;
    auto row = map.prepare("select relation, mode, rewrites, scans from migration_locks where statement_id = ? and not fresh");
    row.bind(1, statement);
    while (row.step()) claims.push_back({std::string{row.text(0)}, std::string{row.text(1)}, row.integer(2) != 0, row.integer(3) != 0});
    return claims;
}

std::string text_of(const Observed& observed) {
    std::vector<std::string> parts;
    for (const auto& lock : observed.locks)
        if (lock.mode >= Mode::row_share) parts.push_back(fmt::format("{} on {}", name(lock.mode), lock.relation));
    if (!observed.scans.empty()) parts.push_back("read every row of " + joined(observed.scans, ", "));
    if (!observed.rewrites.empty()) parts.push_back("wrote anew " + joined(observed.rewrites, ", "));
    return parts.empty() ? "no lock on what was there" : joined(parts, "; ");
}

// The strongest claim on each relation must be what was seen; weaker ones of the same statement are part of it.
bool agrees(const std::vector<Claim>& claims, const Observed& observed) {
    for (const auto& claim : claims) {
        const bool seen = std::any_of(observed.locks.begin(), observed.locks.end(), [&](const Lock& lock) {
            return lock.relation == claim.relation && (name(lock.mode) == claim.mode ||
                   std::any_of(claims.begin(), claims.end(), [&](const Claim& other) { return other.relation == claim.relation && other.mode == name(lock.mode); }));
        });
        if (!seen) return false;
    }
    const bool rewrites = std::any_of(claims.begin(), claims.end(), [](const Claim& claim) { return claim.rewrites; });
    const bool scans = std::any_of(claims.begin(), claims.end(), [](const Claim& claim) { return claim.scans; });
    if (rewrites && observed.rewrites.empty()) return false;
    return !scans || !observed.scans.empty() || !observed.rewrites.empty() || !observed.rebuilt.empty();
}

// What is locked must be there: a table that the files do not make cannot be tried.
std::string missing(const std::vector<Claim>& claims, const Observer& observer) {
    for (const auto& claim : claims)
        if (observer.kind_of(claim.relation) == '\0') return claim.relation;
    return {};
}

}  // namespace

Outcome lock_trace(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{200})) return Outcome::out_of_budget();
    const auto claims = claims_of(subject.map, subject.id);
    const auto statements = statements_up_to(subject.map, subject.id);
    if (claims.empty() || statements.empty()) return Outcome::needs("a relation that the migration names");
    lab.reset();
    auto database = copy_after(std::span{statements}.first(statements.size() - 1), lab.database());
    if (!database) return Outcome::needs(database.error().message);
    Lab own{**database};
    auto observer = Observer::open(**database);
    auto session = own.session();
    auto text = prepared_statement(statements.back().text, **database, true);
    if (!observer || !session) return Outcome::needs("a second session of the lab");
    if (!text) return Outcome::needs(text.error().message);
    if (auto begun = observer->before(**session); !begun) return Outcome::needs(begun.error().message);
    if (const auto relation = missing(claims, *observer); !relation.empty()) return Outcome::needs("a base that has " + relation + " (--base)");
    if (text->empty() || !own.run(*text)) return Outcome::needs("a statement that runs in the lab: " + own.last_error().message);
    const auto observed = observer->after(**session);
    if (!observed) return Outcome::needs(observed.error().message);
    auto proof = own.proof("ran it in the lab on the schema before it, and read pg_locks from another session", "no lock is held", text_of(*observed));
    if (!agrees(claims, *observed)) return Outcome::refuted(std::move(proof));
    std::optional<Proof> fix;
    if (subject.finding.fix && !subject.finding.fix->statement.empty()) {
        own.reset();
        fix = try_safe_form(subject.finding.fix->statement, text_of(*observed), own, *observer);
    }
    return Outcome::proven(std::move(proof), std::move(fix));
}

}  // namespace assay::migration
