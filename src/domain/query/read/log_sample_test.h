// A session as a server says it, and the same in each format of log, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/query/model/workload.h"
#include "domain/query/read/log.h"

namespace assay::query::test {

// One message of a server.
struct Said {
    int pid = 0;
    std::string severity, message;
    std::string detail = {}, context = {}, statement = {}, application = "app", sqlstate = "00000";
};

std::string as_csv(const std::vector<Said>& messages, int columns = 26);
std::string as_json(const std::vector<Said>& messages);
std::string as_stderr(const std::vector<Said>& messages, std::string_view prefix = "%m [%p] %q%u@%d/%a ");

// Durations of all kinds, plans, an error, a wait, a temporary file, a checkpoint, a vacuum, a connection.
std::vector<Said> session();

// What is read of a text that comes in pieces of so many bytes.
Workload read_text(std::string_view text, std::size_t piece_bytes = 1 << 20, const std::string& prefix = {});
// All that must not differ between formats, one line for each fact.
std::string facts(const Workload& workload, bool with_lines = false);
// How often this damage is named.
std::uint64_t damaged(const Workload& workload, std::string_view what);
const Query* find_query(const Workload& workload, std::string_view text);

}  // namespace assay::query::test
