// helper: advice on indexes: candidates of a workload, tried in the lab, chosen under a budget, explained.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/query/advise/index_search.h"
#include "domain/query/model/workload.h"
#include "domain/query/prove/what_if.h"

namespace assay::query {

struct AdviceOptions {
    double budget = 0;  // bytes; 0: no bound
    int most_of_a_table = 5;
    std::function<bool()> stop = [] { return false; };
    std::function<void(std::string_view)> progress = [](std::string_view) {};
};

struct Served {
    std::size_t query = 0;  // of IndexAdvice::queries
    double cost_before = 0, cost_after = 0;  // of one call, with all that is recommended
};

struct Slowed {
    std::size_t query = 0;
    double cost = 0;  // added to one call, in the planner's unit
};

struct RecommendedIndex {
    IndexText text;
    std::string statement;  // CREATE INDEX CONCURRENTLY …
    double bytes = 0;
    double gain = 0;        // of the workload's cost: what would be lost without this one
    std::vector<Served> serves;
    std::vector<Slowed> slows;
    std::vector<std::string> makes_redundant;  // existing indexes that are its first keys
};

struct AdvisedQuery {
    std::string name;   // its first words
    std::string fingerprint;
    double calls = 0;
    double cost_before = 0, cost_after = 0;
    bool generic = false;  // planned without values of its parameters
};

struct Drop {
    std::string index, statement, reason;
    double bytes = 0;
};

struct IndexAdvice {
    std::vector<AdvisedQuery> queries;
    std::vector<RecommendedIndex> indexes;
    std::vector<Drop> drops;
    double cost_before = 0, cost_after = 0;
    std::size_t candidates = 0;
    std::int64_t what_if_calls = 0;
    bool complete = true;
    std::vector<std::string> notes;  // what is not known, and what was left out
};

// `database` is for this alone: hypothetical indexes are made in a session of it. The notes say what could not be
// planned and what HypoPG cannot try. An Error when nothing of the workload can be planned.
Result<IndexAdvice> advise_indexes(lab::Database& database, const Workload& workload, const AdviceOptions& options);

}  // namespace assay::query
