// helper: advice on indexes: candidates of a workload, tried in the lab, chosen under a budget, explained.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/query/advise/index_search.h"
#include "domain/query/prove/index_workload.h"

namespace assay::query {

// Rows to build indexes on and to run statements on: the database's own, or a sample of them in another one.
struct TrialRows {
    bool own = false;                    // the database that is advised on holds them all
    lab::Database* sample = nullptr;     // nobody may be connected to it
    std::map<std::string, double> shares = {};  // of a sample: of each table's rows; by name with schema, as SQL writes it

    bool any() const { return own || sample; }
    double share(const std::string& table) const {
        const auto found = shares.find(table);
        return found == shares.end() || found->second <= 0 ? 1 : found->second;
    }
};

struct AdviceOptions {
    double budget = 0;  // bytes; 0: no bound
    int most_of_a_table = 5;
    int repeats = 5;    // runs of each statement on rows, with and without the indexes; 0: none is run
    PlanKind plans = PlanKind::both;
    TrialRows rows = {};
    Counters counters = {};  // what the server counted
    std::function<bool()> stop = [] { return false; };
    std::function<void(std::string_view)> progress = [](std::string_view) {};
};

// What runs of one statement took: the middle of them, the least and the most.
struct Spread {
    double middle = 0, least = 0, most = 0;
};

// One statement run in turns (ABBA) without and with all that is recommended.
struct Timed {
    Spread ms_before, ms_after;
    double blocks_before = 0, blocks_after = 0;  // buffers that the last run touched
    int runs = 0;                                // each way
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
    std::string statement = {};  // CREATE INDEX CONCURRENTLY …
    double bytes = 0;
    double gain = 0;        // of the workload's cost: what would be lost without this one
    double upkeep = 0;      // what the workload's writes pay for it
    bool built = false;     // really, on rows: HypoPG knows no such kind. Else bytes are the model's, costs HypoPG's
    double of_rows = 1;     // the share of the table's rows that it was built on: bytes and costs are scaled to all of them
    std::vector<Served> serves = {};
    std::vector<Slowed> slows = {};
    std::vector<std::string> makes_redundant = {};  // existing indexes that it stands for
};

struct Drop {
    std::string index, statement, reason;
    double bytes = 0;
    double cost_before = 0, cost_after = 0;  // of the workload, without and with the drop
};

struct IndexAdvice {
    std::vector<AdvisedQuery> queries;
    std::vector<std::optional<Timed>> times;  // of each query; nothing where it was not run
    std::vector<RecommendedIndex> indexes;
    std::vector<Drop> drops;
    double cost_before = 0, cost_after = 0;
    std::size_t candidates = 0;
    std::int64_t what_if_calls = 0;
    bool complete = true;
    bool sampled = false;  // what was built and run had a sample of the rows
    std::vector<std::string> notes;  // what is not known, and what was left out
};

// `database` is for this alone, and nobody may be connected to it: hypothetical indexes are made in a session of it,
// copies of it are built on. The notes say what could not be planned and what was not tried. An Error when nothing of
// the workload can be planned.
Result<IndexAdvice> advise_indexes(lab::Database& database, const Workload& workload, const AdviceOptions& options);

}  // namespace assay::query
