// helper: what was chosen, really built on the lab's rows: kinds that HypoPG does not know, sizes, times.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/query/prove/index_advice.h"
#include "lab/lab.h"

namespace assay::query {

// GIN (and GiST for ranges) for what the workload contains, matches or overlaps: no B-tree serves these.
std::vector<IndexText> inverted_candidates(const std::vector<Roles>& roles, const std::string& trigram_class);

// Two copies of a database: one as it is, one with the indexes. Nobody may be connected to the original.
class IndexTrial {
public:
    static Result<IndexTrial> open(lab::Database& database);

    // Builds what the advice recommends; sizes become the built ones' (what cannot be built is noted).
    Result<void> build(IndexAdvice& advice);
    // Builds each candidate after the other, and keeps those that gain most per byte within the budget, beside what was
    // recommended. Costs are the planner's, with real indexes.
    Result<void> try_inverted(const std::vector<Roles>& roles, const AdviceOptions& options, IndexAdvice& advice);
    // Runs what the indexes serve or slow, in turns without and with them.
    Result<void> time(const AdviceOptions& options, IndexAdvice& advice);

private:
    IndexTrial() = default;
    std::string trigram_class(IndexAdvice& advice);
    static void take(RecommendedIndex index, std::vector<double>& costs, IndexAdvice& advice);

    std::unique_ptr<lab::Database> plain_, indexed_;
};

}  // namespace assay::query
