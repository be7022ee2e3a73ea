// Trial rows: small databases that keep the tables' constraints, made at random from pools, and changed a little.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "domain/query/prove/rewrite/value_pools.h"

namespace assay::query {

using TrialRow = std::vector<std::optional<std::string>>;  // by PooledTable::columns

struct Trial {
    std::vector<std::vector<TrialRow>> tables;  // by the list of PooledTable
    std::vector<std::optional<std::string>> parameters = {};
};

struct TrialShape {
    std::size_t most_rows = 6;  // of a table
    std::size_t tall_rows = 6;  // of one table, now and then: what LIMIT and the like need to be seen
    std::vector<std::vector<std::string>> parameters = {};  // values of each
};

// Reproducible: the same seed and calls give the same trials.
class TrialMaker {
public:
    TrialMaker(const std::vector<PooledTable>& tables, TrialShape shape, std::uint64_t seed);

    Trial fresh();
    // One cell, one row more or less, one row doubled.
    Trial changed(const Trial& from);

private:
    struct Theme;
    std::size_t below(std::size_t bound) { return bound ? static_cast<std::size_t>(random_() % bound) : 0; }
    bool chance(double share) { return static_cast<double>(random_() >> 11) * 0x1.0p-53 < share; }
    std::optional<std::string> value(const PooledTable& table, std::size_t number, const Theme& theme, std::size_t row);
    TrialRow row(const Trial& trial, std::size_t table, std::size_t number, const Theme& theme);
    void refer_to_parents(const Trial& trial, std::size_t table, TrialRow& row, const Theme& theme);
    void choose_parameters(Trial& trial);

    const std::vector<PooledTable>& tables_;
    TrialShape shape_;
    std::vector<std::size_t> order_;  // parents before children
    std::mt19937_64 random_;
};

}  // namespace assay::query
