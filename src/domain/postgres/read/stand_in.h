// What another tool makes before these files run, and what the lab makes in its place.
#pragma once

#include <set>
#include <string>

#include "lab/lab.h"
#include "sql/statement.h"

namespace assay::postgres {

class StandIns {
public:
    explicit StandIns(lab::Database& database) : database_{database} {}

    // For a statement that failed because something is not there: makes it when that is known how, and says
    // in words what was made. Empty when nothing could be. Each thing is made once.
    std::string make_for(const pg::ServerError& error, const sql::Statement& facts);

private:
    std::string schema(const std::string& name);
    std::string role(const std::string& name);
    std::string function(const sql::Mention& mention);

    lab::Database& database_;
    std::set<std::string> made_;
};

}  // namespace assay::postgres
