// Reading the query domain's sources: plans, statements and workloads, in files, from standard input, of live servers,
// and in pages' cases.
#pragma once

#include "domain/domain.h"
#include "domain/query/model/workload.h"

namespace assay::query {

// Folders of queries, logs and statistics of statements, by their names.
std::vector<Source> discover(const std::filesystem::path& folder);
bool reads(const Source& source);
Result<void> read(const Source& source, ReadContext& context, Workspace& workspace);
// Every statement of a text of SQL, parsed.
Result<void> read_statements(std::string_view text, const std::string& name, ReadContext& context, Workspace& workspace);
// The same without a word in the report; how many there are.
Result<std::size_t> add_statements(std::string_view text, const std::string& name, Workspace& workspace);
// The slowest call of each query of a log, with its values.
Result<std::size_t> add_logged_statements(const Workload& workload, const std::string& name, Workspace& workspace);
Result<void> read_case(std::string_view text, std::string_view needs, ReadContext& context, Workspace& workspace);

// What ran on a database: SQL, a folder of it, a log with the plans in it, statistics as CSV or of a live server.
Result<void> read_workload_source(const Source& source, ReadContext& context, Workspace& workspace);
// The slowest plan of each query that auto_explain logged; how many. One that cannot be read is named, the rest goes on.
std::size_t add_logged_plans(const Workload& workload, const std::string& name, Workspace& workspace);

}  // namespace assay::query
