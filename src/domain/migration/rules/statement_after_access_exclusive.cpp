#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/model/site.h"

namespace assay::migration {

namespace {

struct Held {
    std::string relation;
    int line = 0;
};

// Relations that others may be using, locked so that they wait.
void add_taken(const Statement& statement, std::vector<Held>& held) {
    for (const auto& change : statement.changes)
        for (const auto& lock : change.locks) {
            const bool of_unknown_index = change.kind == Kind::drop_index && !change.known;
            if (lock.mode == Mode::access_exclusive && !change.is_fresh(lock) && change.kind != Kind::drop_table && !of_unknown_index)
                held.push_back({lock.relation, statement.place.line});
        }
}

// Takes as long as some table is large. VALIDATE after ADD … NOT VALID is a finding of its own.
bool takes_long(const Change& change) {
    const bool writes = change.kind == Kind::update || change.kind == Kind::remove;
    const bool copies = change.kind == Kind::insert && change.node["selectStmt"].as("SelectStmt")["fromClause"].exists();
    const bool reads = change.strongest() != Mode::none && change.is_slow();
    return ((writes || reads) && !change.fresh && !change.same_transaction) || copies || change.kind == Kind::create_table_as;
}

// What the statement locks as strongly by itself is its own finding.
bool locks_itself(const Statement& statement, const std::string& relation) {
    for (const auto& change : statement.changes)
        for (const auto& lock : change.locks)
            if (lock.relation == relation && lock.mode == Mode::access_exclusive) return true;
    return false;
}

const Held* kept_waiting(const Statement& statement, const std::vector<Held>& held) {
    if (statement.scope == Scope::none || std::none_of(statement.changes.begin(), statement.changes.end(), takes_long)) return nullptr;
    for (const auto& each : held)
        if (!locks_itself(statement, each.relation)) return &each;
    return nullptr;
}

}  // namespace

static void check(const Migrations&, const File& file, Report& report) {
    std::vector<Held> held;
    int transaction = 0;
    for (const auto& statement : file.statements) {
        if (statement.transaction != transaction) held.clear();
        transaction = statement.transaction;
        if (const auto* waiting = kept_waiting(statement, held)) {
            Finding finding;
            finding.object = fmt::format("{} in {}", waiting->relation, file.name);
            finding.message = fmt::format("runs while the ACCESS EXCLUSIVE lock on {} that line {} took is held: nobody reads or writes it until the transaction ends", waiting->relation, waiting->line);
            finding.location = statement.place;
            finding.subject = statement.id;
            finding.fix = Fix{"Put it into a migration before or after", "", {}, Safety::manual};
            return report.add(std::move(finding));  // one for each file
        }
        add_taken(statement, held);
    }
}

extern constinit const Rule statement_after_access_exclusive = file_rule<check>({
    .id = "migration/statement-after-access-exclusive", .title = "slow work while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .prover = "lock_kept", .since = "0.1",
    .basis = "PostgreSQL manual 13.3.1, Table-Level Locks"});

}  // namespace assay::migration
