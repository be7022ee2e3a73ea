#include "domain/migration/plan/backfill.h"

#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/model/site.h"
#include "sql/names.h"

namespace assay::migration {

namespace {

// "(id) > (done.id)", "(a, b) <= (batch.a, batch.b)": rows compare in the order of the key.
std::string compared(const TableFacts& table, std::string_view operation, std::string_view record) {
    std::vector<std::string> values;
    for (const auto& column : table.key) values.push_back(fmt::format("{}.{}", record, sql::quote_identifier(column)));
    return fmt::format("({}) {} ({})", column_list(table.key), operation, joined(values, ", "));
}

}  // namespace

bool has_key(const TableFacts& table) { return !table.key.empty(); }

std::string create_progress(const TableFacts& table, const std::string& progress) {
    std::vector<std::string> columns;
    for (const auto& name : table.key)
        if (const auto* column = table.column(name)) columns.push_back(sql::quote_identifier(name) + " " + column->type);
    return fmt::format("create table {} ({});", sql::quote_relation(progress), joined(columns, ", "));
}

std::string drop_progress(const std::string& progress) { return fmt::format("drop table {};", sql::quote_relation(progress)); }

std::string backfill_statement(const TableFacts& table, const Backfill& backfill, const PlanOptions& options) {
    const auto keys = column_list(table.key);
    const auto first = "done_until." + sql::quote_identifier(table.key.front());
    std::vector<std::string> descending;
    for (const auto& column : table.key) descending.push_back(sql::quote_identifier(column) + " desc");
    const auto after = fmt::format("({} is null or {})", first, compared(table, ">", "done_until"));
    const auto work = replaced(backfill.work, "{batch}", fmt::format("{} and {}", after, compared(table, "<=", "batch_end")));
    const auto progress = sql::quote_relation(backfill.progress);
    return fmt::format(R"(do $backfill$
#variable_conflict use_column
declare
  done_until {0};
  batch_end {0};
begin
  loop
    set local plan_cache_mode = force_custom_plan;
    set local lock_timeout = '{1}ms';
    select * into done_until from {0};
    select {2} into batch_end from (
      select {2} from {3} where {4} order by {2} limit {5}
    ) batch order by {6} limit 1;
    exit when not found;
    begin
      {7};
      delete from {0};
      insert into {0} values (batch_end.*);
    exception when lock_not_available or deadlock_detected then
      raise notice 'rows of this batch are locked: once more';
    end;
    commit;
    perform pg_sleep({8});
    while exists (select from pg_stat_replication where replay_lag > interval '5 seconds') loop
      commit;
      perform pg_sleep(1);
    end loop;
  end loop;
end
$backfill$;)",
                       progress, options.lock_timeout_ms, keys, sql::quote_relation(backfill.relation), after, options.batch_rows, joined(descending, ", "), work,
                       static_cast<double>(options.pause_ms) / 1000);
}

}  // namespace assay::migration
