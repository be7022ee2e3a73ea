// The statements of a migration as experiments run them: in the lab, up to the one that a finding is about.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lab/lab.h"
#include "map/map.h"

namespace assay::migration {

struct PendingStatement {
    std::int64_t id = 0;
    std::int64_t transaction = 0;
    std::string text = {};
};

// The statements of the file up to and with this one, without BEGIN and COMMIT; empty when the map has none.
std::vector<PendingStatement> statements_up_to(const Map& map, std::int64_t statement);

// A session of the lab's own that finds tables where migrations put them, in the schema public.
Result<pg::Connection> session_in_public(lab::Database& database);

// A copy of the database in which these statements have run, each by itself: what they lock is gone.
Result<std::unique_ptr<lab::Database>> copy_after(std::span<const PendingStatement> statements, lab::Database& database);

}  // namespace assay::migration
