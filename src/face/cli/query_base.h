// --base of the query area: the database that statements are planned in, whatever it was given as.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/query/model/existing.h"
#include "face/session.h"
#include "lab/statistics.h"

namespace assay::cli {

// A database of the lab for this alone. Of a live server or its snapshot it has the schema and the statistics, and no
// rows; of SQL files what they make, rows and all, analysed.
struct QueryBase {
    std::unique_ptr<Session> session;  // holds the lab
    std::unique_ptr<lab::Database> database;
    bool has_rows = false;
    query::Counters counters = {};     // what the live server counted
    std::vector<std::string> notes = {};
};

bool is_address(std::string_view source);
Result<QueryBase> open_query_base(const std::string& source, int major);

}  // namespace assay::cli
