#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/model/site.h"

namespace assay::migration {

namespace {

struct Held {
    std::string relation;
    int line = 0;
};

// What an INSERT into a table with foreign keys does last: SELECT … FOR KEY SHARE on the table that is referred to.
bool stops_key_checks(const Lock& lock) { return conflict(lock.mode, Mode::row_share); }
bool stops_inserts(const Lock& lock) { return conflict(lock.mode, Mode::row_exclusive); }

const Held* referred_before(const Change& change, const std::vector<Held>& held) {
    const bool stops = std::any_of(change.locks.begin(), change.locks.end(), [&](const Lock& lock) { return lock.relation == change.relation && !change.is_fresh(lock) && stops_inserts(lock); });
    const auto is_held = [&](const std::string& table) { return std::any_of(held.begin(), held.end(), [&](const Held& each) { return each.relation == table; }); };
    // What is held already is not waited for.
    if (!stops || is_held(change.relation)) return nullptr;
    for (const auto& each : held)
        if (std::find(change.refers_to.begin(), change.refers_to.end(), each.relation) != change.refers_to.end()) return &each;
    return nullptr;
}

}  // namespace

static void check(const Migrations&, const File& file, Report& report) {
    std::vector<Held> held;
    int transaction = 0;
    for (const auto& statement : file.statements) {
        if (statement.transaction != transaction || statement.scope == Scope::none) held.clear();
        transaction = statement.transaction;
        const bool gives_up = statement.lock_timeout && *statement.lock_timeout != "0";
        for (const auto& change : statement.changes)
            if (const auto* first = gives_up ? nullptr : referred_before(change, held)) {
                Finding finding;
                finding.object = fmt::format("{}, {} in {}", first->relation, change.relation, file.name);
                finding.message = fmt::format("locks {} behind {} (line {}): an INSERT into {} takes them the other way round, and one of the two ends in a deadlock", change.relation, first->relation, first->line, change.relation);
                finding.location = statement.place;
                finding.subject = statement.id;
                finding.fix = Fix{fmt::format("Change {} first, or each in a migration of its own, with a lock_timeout", change.relation), "", {}, Safety::manual};
                return report.add(std::move(finding));  // one for each file
            }
        for (const auto& change : statement.changes)
            for (const auto& lock : change.locks)
                if (!change.is_fresh(lock) && stops_key_checks(lock)) held.push_back({lock.relation, statement.place.line});
    }
}

extern constinit const Rule lock_order = file_rule<check>({
    .id = "migration/lock-order", .title = "tables locked against the order of their foreign keys",
    .effect = Effect::locks, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual 13.3.4, Deadlocks"});

}  // namespace assay::migration
