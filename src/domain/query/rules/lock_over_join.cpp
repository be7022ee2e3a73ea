#include <string>

#include "domain/query/model/clauses.h"
#include "domain/query/model/statements.h"

namespace assay::query {

static void check(const Statements& statements, Report& report) {
    for (const auto& statement : statements.all)
        each_select(statement, [&](sql::Node select) {
            const auto items = from_items(select["fromClause"]);
            std::size_t tables = 0, optional = 0;
            for (const auto& item : items) {
                if (!item.item.as("RangeVar")) continue;
                ++tables;
                optional += item.optional;
            }
            for (const sql::Node each : select["lockingClause"]) {
                const auto lock = each.as("LockingClause");
                if (lock["lockedRels"] || tables < 2) continue;
                auto finding = finding_at(statement, lock.offset(), "FOR UPDATE",
                                          optional ? "PostgreSQL refuses to lock the optional side of an outer join: say OF and the table"
                                                   : "locks the joined rows of all " + std::to_string(tables) + " tables: say OF and the table that is changed");
                if (optional) finding.chosen_severity = Severity::error;
                report.add(std::move(finding));
            }
        });
}

extern constinit const Rule lock_over_join = rule<check>({
    .id = "query/lock-over-join", .title = "locks on every table of a join",
    .effect = Effect::locks, .severity = Severity::note, .since = "0.1",
    .basis = "PostgreSQL manual, SELECT: The Locking Clause"});

}  // namespace assay::query
