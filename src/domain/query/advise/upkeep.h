// What the writes of a workload pay for an index.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/query/model/column_roles.h"
#include "domain/query/model/existing.h"

namespace assay::query {

// One statement's writes: rows of all its calls.
struct WriteLoad {
    const Roles* roles = nullptr;
    double rows = 0;
};

// All costs are in the planner's unit at its default settings.
class Upkeep {
public:
    Upkeep(const Counters& counters, const std::vector<ExistingIndex>& existing) : counters_{counters}, existing_{existing} {}

    // A new entry: a way down the tree, the entry, and part of a page that is read and written again.
    static double entry_cost(double bytes);
    // Of one row that this statement writes. An update of the index's columns also takes from all other indexes of the
    // table that updates in the same page (HOT) spare them.
    double of_row(const Roles& roles, const IndexText& index, double bytes) const;
    // Of all writes: the statements', and what the server counted beyond them. `scale` turns the counters' time into
    // the workload's.
    double of_workload(const std::vector<WriteLoad>& loads, const IndexText& index, double bytes, double scale) const;

private:
    double hot_share(const std::string& table) const;
    double others_that_lose(const Roles& roles, const std::string& table) const;

    const Counters& counters_;
    const std::vector<ExistingIndex>& existing_;
};

// Whether the text of a key, a predicate or an included column names this column.
bool names_column(const IndexText& index, const std::string& column);

}  // namespace assay::query
