#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/model/site.h"

namespace assay::migration {

namespace {

struct Held {
    std::string relation;
    int line = 0;
};

// A relation that others may be using, locked so that they wait.
std::optional<Held> taken_by(const Statement& statement) {
    for (const auto& change : statement.changes)
        for (const auto& lock : change.locks) {
            const bool fresh = lock.relation == change.other && !change.other.empty() ? change.other_fresh : change.fresh;
            const bool of_unknown_index = change.kind == Kind::drop_index && !change.known;
            if (lock.mode == Mode::access_exclusive && !fresh && change.kind != Kind::drop_table && !of_unknown_index) return Held{lock.relation, statement.place.line};
        }
    return {};
}

// Takes as long as some table is large. VALIDATE after ADD … NOT VALID is a finding of its own.
bool takes_long(const Change& change) {
    const bool writes = (change.kind == Kind::update || change.kind == Kind::remove) && !change.fresh;
    const bool copies = change.kind == Kind::insert && change.node["selectStmt"].as("SelectStmt")["fromClause"].exists();
    const bool others = change.strongest() != Mode::none && change.is_slow();
    return (writes || copies || others || change.kind == Kind::create_table_as) && !change.same_transaction;
}

}  // namespace

static void check(const Migrations&, const File& file, Report& report) {
    std::optional<Held> held;
    int transaction = 0;
    for (const auto& statement : file.statements) {
        if (statement.transaction != transaction) held.reset();
        transaction = statement.transaction;
        if (held && statement.scope != Scope::none && std::any_of(statement.changes.begin(), statement.changes.end(), takes_long)) {
            Finding finding;
            finding.object = fmt::format("{} in {}", held->relation, file.name);
            finding.message = fmt::format("runs while the ACCESS EXCLUSIVE lock on {} that line {} took is held: nobody reads or writes it until the transaction ends", held->relation, held->line);
            finding.location = statement.place;
            finding.subject = statement.id;
            finding.fix = Fix{"Put it into a migration before or after", "", {}, Safety::manual};
            return report.add(std::move(finding));  // one for each file
        }
        if (!held) held = taken_by(statement);
    }
}

extern constinit const Rule statement_after_access_exclusive = file_rule<check>({
    .id = "migration/statement-after-access-exclusive", .title = "slow work while everybody waits",
    .effect = Effect::locks, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual 13.3.1, Table-Level Locks"});

}  // namespace assay::migration
