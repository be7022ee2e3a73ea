// Fires the trigger with one row of a few, and counts how often it fires, or waits for the stack to run out.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/own_rows.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

namespace {

constexpr int rows_made = 8;

// A trigger beside it that counts the rows written; a sequence, since the count must outlive an error.
bool count_writes(Lab& lab, const Firing& firing, const std::string& schema) {
    for (const auto& statement :
         {fmt::format("create schema {}", schema), fmt::format("create sequence {}.writes", schema),
          fmt::format("create function {0}.count_writes() returns trigger language plpgsql as $$ begin perform nextval('{0}.writes'); return null; end $$", schema),
          fmt::format("create trigger assay_writes after insert or update or delete on {} for each row execute function {}.count_writes()", firing.table, schema)})
        if (!lab.run(statement)) return false;
    return true;
}

}  // namespace

Outcome trigger_fires_itself(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{800})) return Outcome::out_of_budget();
    const auto firing = firing_of(subject.map, subject.id);
    const auto schema = lab.scratch_schema();
    if (!firing) return Outcome::needs("a statement that fires the trigger");
    if (!fill_itself(lab, subject.map, firing->relation_id, rows_made) || !let_fire(lab, *firing) || !count_writes(lab, *firing, schema))
        return Outcome::needs("rows for the table: " + lab.last_error().message);

    const auto method = fmt::format("fired {} with one row, beside {} that are like it", firing->trigger, rows_made - 1);
    if (!lab.run(firing->statement)) {
        if (lab.last_error().sqlstate != "54001") return Outcome::needs("rows that the trigger takes: " + lab.last_error().message);
        return Outcome::proven(lab.proof(method, firing->statement, last_error_text(lab)));
    }
    const auto writes = lab.query(fmt::format("select last_value, is_called from {}.writes", schema));
    if (!writes || !writes->boolean(0, 1)) return Outcome::needs("a count of what it writes");
    const auto times = writes->integer(0, 0);
    // Whether it fires itself can depend on what the rows hold.
    if (times <= 1) return Outcome::needs("rows for which it fires itself again");
    return Outcome::proven(lab.proof(method, firing->statement, fmt::format("{} rows are written", times)));
}

}  // namespace assay::postgres
