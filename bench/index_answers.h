// Answers of the planner, kept for all searches of a run, and in a file from run to run. Keeping them does not change
// what each search counts: its own book counts what it had to ask.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "domain/query/prove/what_if.h"

namespace assay::bench {

class Answers : public query::Planner {
public:
    // `statements` are the planner's queries. Without a path nothing is kept on disk. A file holds answers of any bases:
    // each goes by a hash of the statement, of what it costs without indexes, and of the indexes' definitions.
    Answers(query::WhatIf& planner, const std::vector<std::string>& statements, const std::string& path);
    query::Answer plan(int query, const query::IndexSet& indexes) override;

private:
    std::uint64_t key(int query, const query::IndexSet& indexes);
    void read(const std::string& path);
    void keep(std::uint64_t key, const query::IndexSet& indexes, const query::Answer& answer);

    struct Kept {
        double cost = 0;
        std::vector<std::size_t> used;  // places in the set that was asked about
    };
    query::WhatIf& planner_;
    std::vector<std::uint64_t> queries_, indexes_;  // hashes
    std::map<std::pair<int, query::IndexSet>, query::Answer> known_;
    std::unordered_map<std::uint64_t, Kept> kept_;
    std::ofstream file_;
};

}  // namespace assay::bench
