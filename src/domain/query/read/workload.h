// Workloads that are no logs: pg_stat_statements, live or exported, and files of statements.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/query/model/workload.h"
#include "world/pg.h"

namespace assay::query {

// The statements of the connection's database, from PostgreSQL 12 to 18, wherever the extension lies.
Result<std::unique_ptr<Workload>> read_statement_statistics(pg::Connection& connection, const std::string& source);
// `copy (select * from pg_stat_statements) to … with (format csv, header)`, of any of these versions.
Result<std::unique_ptr<Workload>> read_statement_csv(std::string_view text, const std::string& file);
bool is_statement_csv(std::string_view first_bytes);
// Each statement of a script is one call; none took any time.
struct Script {
    std::string_view text;
    std::string file;
};
Result<std::unique_ptr<Workload>> read_statement_scripts(const std::vector<Script>& scripts);
Result<std::unique_ptr<Workload>> read_statement_script(std::string_view text, const std::string& file);

// What it is shows in its first lines: statistics as CSV, a log, plans with their statements; else it is SQL.
Result<std::unique_ptr<Workload>> read_workload_text(std::string text, const std::string& name, const std::string& log_line_prefix = {});
// What the source is shows in its name too. "-" is standard input.
Result<std::unique_ptr<Workload>> read_workload(const std::string& source, const std::string& log_line_prefix = {});

}  // namespace assay::query
