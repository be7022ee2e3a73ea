// The search for a database on which two statements answer differently: trials at random, and near those with an answer.
#pragma once

#include "domain/query/prove/rewrite/equivalence.h"
#include "domain/query/prove/rewrite/trial_session.h"

namespace assay::query {

struct SearchOptions {
    int trials = 320;
    std::uint64_t seed = 1;
};

// Counts trials into `out`, and puts the counterexample there, with as few rows as were found to do.
Result<void> search_for_difference(TrialSession& session, const std::vector<PooledTable>& tables, TrialShape shape, const SearchOptions& options, Equivalence& out);

}  // namespace assay::query
