// LiveQuery: one query of somebody else's on a live server, judged before anything of it runs, bounded while it runs, and
// rolled back. docs/sql-tool.md says what that holds and what it does not.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "world/clock.h"

namespace assay::postgres {

struct LiveQuery {
    std::string address;  // postgres://…
    std::string sql;
    Milliseconds time{5'000};
    std::size_t rows = 1'000;
    std::vector<std::string> allowed = {};  // functions that the owner answers for, schema.name(types)
    std::function<bool()> stop = {};
};

// Values are the server's texts, cut at limits::answer_cell_bytes; what a terminal would obey stands in them as it came.
struct LiveAnswer {
    struct Column {
        std::string name, type;
    };
    std::vector<Column> columns;
    std::vector<std::vector<std::optional<std::string>>> rows;
    std::string cut;                    // why there are no more rows; empty: these are all
    std::vector<std::string> warnings;
    double ms = 0;                      // of running it, judging left out
};

// An Error says what was refused, for which object, and what would be allowed; or what the server said.
Result<LiveAnswer> ask(const LiveQuery& query);

}  // namespace assay::postgres
