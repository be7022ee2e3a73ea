// The statements of a migration as experiments run them: in the lab, up to the one that a finding is about.
#pragma once

#include <string>
#include <vector>

#include "lab/lab.h"
#include "map/map.h"

namespace assay::migration {

struct PendingStatement {
    std::int64_t id = 0;
    std::string text;
};

// The statements of the file up to and with this one, without BEGIN and COMMIT; empty when the map has none.
std::vector<PendingStatement> statements_up_to(const Map& map, std::int64_t statement);

// What a statement of outside needs before it may run in the lab: nothing that the lab refuses, its roles made, its
// extension there. The text to run, CONCURRENTLY blanked where `in_transaction`; empty when the lab has done it itself.
Result<std::string> prepared_statement(const std::string& text, lab::Database& database, bool in_transaction);

}  // namespace assay::migration
