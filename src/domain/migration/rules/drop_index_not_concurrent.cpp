#include <fmt/core.h>

#include "domain/migration/model/site.h"

namespace assay::migration {

// DROP INDEX IF EXISTS before the CREATE INDEX of the same name: so that the file can run again.
static bool clears_the_way(const Site& site) {
    if (!site.change.lenient || site.change.known) return false;
    for (const auto& statement : site.file.statements)
        for (const auto& change : statement.changes)
            if (change.kind == Kind::create_index && change.object == sql::last_part(site.change.object)) return true;
    return false;
}

static void check(const Site& site, Report& report) {
    const auto& index = site.change;
    if (index.kind != Kind::drop_index || index.concurrently || site.is_free() || index.partitioned || clears_the_way(site)) return;
    // The index of a table that these files do not know of is locked itself, and its table with it.
    const auto table = index.locks.front().relation == index.object ? std::string{"its table"} : index.locks.front().relation;
    auto finding = site.finding(index.object, fmt::format("takes ACCESS EXCLUSIVE on {}: it waits for every query there, and every query waits for it", table));
    finding.fix = Site::advice(site.in_transaction() ? "Drop it CONCURRENTLY in a migration that runs outside a transaction" : "Drop it CONCURRENTLY", "");
    if (!site.in_transaction() && !index.cascade)
        if (auto edit = site.insertion_after("index", "concurrently")) {
            finding.fix->edits.push_back(std::move(*edit));
            finding.fix->safety = Safety::safe;
        }
    report.add(std::move(finding));
}

extern constinit const Rule drop_index_not_concurrent = site_rule<check>({
    .id = "migration/drop-index-not-concurrent", .title = "indexes dropped while everybody waits",
    .effect = Effect::locks, .severity = Severity::warning, .fix = Safety::safe,
    .prover = "lock_trace", .since = "0.1",
    .basis = "PostgreSQL manual, DROP INDEX"});

}  // namespace assay::migration
