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

// Two copies of a database: one as it is, one with the indexes. Nobody may be connected to the original. Where it holds a
// sample, sizes and costs are scaled to all rows: a statement's by what it costs with all of them.
class IndexTrial {
public:
    static Result<IndexTrial> open(lab::Database& rows, const AdviceOptions& options);

    // Builds what the advice recommends; sizes become the built ones', unless on a sample (what cannot be built is noted).
    Result<void> build(IndexAdvice& advice);
    // Builds each candidate after the other, and keeps those that gain most per byte within the budget, beside what was
    // recommended. Costs are the planner's, with real indexes.
    Result<void> try_inverted(const std::vector<Roles>& roles, IndexAdvice& advice);
    // Runs what the indexes serve or slow, in turns without and with them.
    Result<void> time(IndexAdvice& advice);

private:
    explicit IndexTrial(const AdviceOptions& options) : options_{options} {}
    std::string trigram_class(IndexAdvice& advice);
    void note_costs(pg::Connection& session, const IndexAdvice& advice);
    Result<RecommendedIndex> tried(pg::Connection& session, const IndexText& candidate, const std::vector<Roles>& roles, IndexAdvice& advice);
    void take(RecommendedIndex index, IndexAdvice& advice);

    const AdviceOptions& options_;
    std::unique_ptr<lab::Database> plain_, indexed_;
    std::vector<double> costs_;   // of each query with what was taken so far; below 0 where it cannot be planned
    std::vector<double> scales_;  // by which a cost on these rows becomes one on all
};

}  // namespace assay::query
