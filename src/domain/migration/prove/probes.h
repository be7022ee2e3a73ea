// Probes: readers and writers beside a migration, each of which says whether it would have to wait.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/migration/model/trace.h"
#include "lab/lab.h"

namespace assay::migration {

class Probes {
public:
    static Result<Probes> open(lab::Database& database);

    // Which operations on the relation wait now. `kind` is pg_class's relkind; other than tables are only read.
    std::vector<Blocked> wait_for(const std::string& relation, char kind);

private:
    explicit Probes(std::vector<pg::Connection> sessions) : sessions_{std::move(sessions)} {}
    std::vector<pg::Connection> sessions_;  // one for each operation, so that they try at once
    std::map<std::string, std::string> columns_;  // a column that an UPDATE may set, by relation
};

}  // namespace assay::migration
