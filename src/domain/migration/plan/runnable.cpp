// How a step is run: within a block that waits no longer than lock_timeout for a lock, lets others pass, and asks again.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/plan/planner.h"

namespace assay::migration {

namespace {

constexpr int most_tries = 60;

std::string indented(std::string_view text, std::size_t by) {
    std::string lines;
    for (const auto line : lines_of(text)) lines += (lines.empty() ? "" : "\n") + std::string(line.empty() ? 0 : by, ' ') + std::string{line};
    return lines;
}

}  // namespace

// What a try has locked is free again when its sub-transaction ends: the block may stand in a transaction of the tool's.
std::string runnable(const std::string& statement, Runs runs, int lock_timeout_ms) {
    if (runs == Runs::alone || runs == Runs::in_batches) return statement;
    if (runs == Runs::as_written) return fmt::format("set local lock_timeout = '{}ms';\n{}", lock_timeout_ms, statement);
    return fmt::format(R"(do $step$
begin
  for try in 1 .. {0} loop
    begin
      set local lock_timeout = '{1}ms';
{2}
      return;
    exception when lock_not_available or deadlock_detected then
      raise notice 'try % of {0}: the lock is not to be had, others go first', try;
      perform pg_sleep(least(try, 10) * 0.05 * (0.5 + random()));
    end;
  end loop;
  raise exception 'no lock in {0} tries: run this step again when the table is less busy' using errcode = 'lock_not_available';
end
$step$;)",
                       most_tries, lock_timeout_ms, indented(statement, 6));
}

}  // namespace assay::migration
