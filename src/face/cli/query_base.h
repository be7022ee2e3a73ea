// The base of a query command: a database in the lab, with rows of files or with a live system's statistics.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "face/session.h"
#include "lab/statistics.h"

namespace assay::cli {

bool is_address(std::string_view source);

struct QueryBase {
    std::unique_ptr<Session> session;        // holds the lab
    lab::Database* schema = nullptr;         // as the source was read
    std::optional<lab::Statistics> statistics;  // that go with it: a live system's own, or those in its snapshot
};

Result<QueryBase> open_query_base(const std::string& source, int major);
// A database for planning alone: a copy with the statistics, or with the rows of the files, analysed.
Result<lab::StatisticsLab> planning_lab(QueryBase& base);

}  // namespace assay::cli
