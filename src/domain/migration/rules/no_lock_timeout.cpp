#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

// The first statement that waits for a lock behind which others queue.
static const Statement* first_waiting(const File& file, const Change*& waiting) {
    for (const auto& statement : file.statements) {
        if (statement.lock_timeout && *statement.lock_timeout != "0") continue;
        for (const auto& change : statement.changes)
            if (change.strongest() >= Mode::share_row_exclusive || change.strongest() == Mode::share) {
                waiting = &change;
                return &statement;
            }
    }
    return nullptr;
}

static void check(const Migrations&, const File& file, Report& report) {
    const Change* change = nullptr;
    const auto* statement = first_waiting(file, change);
    if (!statement) return;
    Finding finding;
    finding.object = file.name;
    const auto mode = change->strongest();
    finding.message = fmt::format("waits for {} as long as it takes, and every query that conflicts with it queues behind: no lock_timeout is set", name(mode));
    finding.location = statement->place;
    finding.subject = statement->id;
    finding.cause = "no lock_timeout";  // one for the whole deploy
    finding.fix = Fix{"Set it at the head of the file, and run the migration again when it gives up", "set lock_timeout = '2s'", {}, Safety::manual};
    report.add(std::move(finding));
}

extern constinit const Rule no_lock_timeout = file_rule<check>({
    .id = "migration/no-lock-timeout", .title = "locks waited for without a limit",
    .effect = Effect::locks, .severity = Severity::warning, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual 20.11.1, lock_timeout"});

}  // namespace assay::migration
