// Runs the transaction in the lab up to the statement: is the lock that the finding speaks of still held?
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "domain/migration/prove/observer.h"
#include "domain/migration/prove/pending.h"
#include "domain/migration/read/prepared.h"

namespace assay::migration {

Outcome lock_kept(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{200})) return Outcome::out_of_budget();
    const auto statements = statements_up_to(subject.map, subject.id);
    if (statements.empty()) return Outcome::needs("the statement on the map");
    const auto begins = std::find_if(statements.begin(), statements.end(), [&](const PendingStatement& each) { return each.transaction == statements.back().transaction; });
    lab.reset();
    auto database = copy_after({statements.begin(), begins}, lab.database());
    if (!database) return Outcome::needs(database.error().message);
    Lab own{**database};
    auto observer = Observer::open(**database);
    auto session = own.session();
    if (!observer || !session || !observer->learn_names()) return Outcome::needs("a second session of the lab");
    for (auto each = begins; each != statements.end(); ++each) {
        auto text = prepared_statement(each->text, **database, true);
        if (!text) return Outcome::needs(text.error().message);
        if (!text->empty() && !own.run(*text)) return Outcome::needs("a statement that runs in the lab: " + own.last_error().message);
    }
    // The object of the finding reads "RELATION in FILE".
    const auto relation = subject.finding.object.substr(0, subject.finding.object.find(" in "));
    const auto locks = observer->locks_of((*session)->backend_pid());
    if (!locks) return Outcome::needs(locks.error().message);
    const bool held = std::any_of(locks->begin(), locks->end(), [&](const Lock& lock) { return lock.relation == relation && lock.mode == Mode::access_exclusive; });
    auto proof = own.proof("ran the transaction in the lab up to this statement, and read pg_locks from another session", "no lock is held",
                           held ? fmt::format("ACCESS EXCLUSIVE on {} is held while the statement runs", relation) : fmt::format("{} is not locked so", relation));
    return held ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::migration
