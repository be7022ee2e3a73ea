// The base of a query command: a database in the lab, with rows of files or with a live system's statistics.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "face/base_lab.h"
#include "face/session.h"

namespace assay::postgres {
struct Catalogue;
}

namespace assay::cli {

struct QueryBase {
    std::unique_ptr<Session> session;           // holds the lab
    lab::Database* schema = nullptr;            // as the source was read
    std::optional<lab::Statistics> statistics;  // that go with it
    std::vector<std::string> notes;             // what of it could not be read
};

// What files say and the lab has not: its schema is then another than theirs.
std::vector<std::string> unread_notes(const std::vector<Unread>& parts, const postgres::Catalogue& catalogue);

Result<QueryBase> open_query_base(const std::string& source, int major);

}  // namespace assay::cli
