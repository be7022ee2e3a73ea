// What a database has and does already: its indexes, its foreign keys, its writes as the server counted them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay::query {

struct ExistingIndex {
    std::string name, table;               // with schemas, as SQL writes them
    std::vector<std::string> keys = {};    // as SQL: columns and expressions, without directions
    std::vector<std::string> columns = {}; // all that it has: keys and included ones
    bool plain = false;                    // a valid B-tree of all rows, ascending, no expressions, nothing included
    bool needed = false;                   // unique, of a constraint, invalid, of a partitioned table, or serving a foreign key
    double bytes = 0;
    std::string definition = {};
};

struct ForeignKey {
    std::string name, child, parent;
    std::vector<std::string> columns = {}, parent_columns = {};
};

// Counters of the statistics collector, since they were reset.
struct TableCounters {
    double inserted = 0, updated = 0, hot_updated = 0, deleted = 0;
};

struct Counters {
    std::map<std::string, TableCounters> tables = {};
    std::map<std::string, double> index_scans = {};
    std::string since = {};  // when the counters began; "" when that is not known
    double seconds = 0;      // from then to the reading

    bool known() const { return !tables.empty(); }
    const TableCounters* of(const std::string& table) const {
        const auto found = tables.find(table);
        return found == tables.end() ? nullptr : &found->second;
    }
    std::optional<double> scans(const std::string& index) const {
        const auto found = index_scans.find(index);
        return found == index_scans.end() ? std::nullopt : std::optional{found->second};
    }
};

}  // namespace assay::query
