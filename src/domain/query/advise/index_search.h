// The choice of indexes under a budget, with as few questions to the planner as the proofs allow.
#pragma once

#include <functional>
#include <vector>

#include "domain/query/advise/cost_book.h"

namespace assay::query {

struct Candidate {
    double bytes = 0;
    double upkeep = 0;   // what its writes cost in the workload's unit
    int table = 0;
    int shorter = -1;    // the candidate without its last key; -1 when it has one key or that is no candidate
};

struct SearchProblem {
    std::vector<Candidate> candidates;
    std::vector<double> weights;      // of queries
    bool step_by_step = true;         // longer forms only of what is chosen, as Extend does; else any at any time
    double budget = 0;                // in bytes
    int most_of_a_table = 1000;
    double least_gain = 0.003;        // of the cost, for a step to be worth while
    int branches = 0;                 // of each query: questions for its next best plans, beyond those that prove
    double indifference = 0;          // of the cost: bounds of a query so near count as met, at the upper one
};

struct SearchResult {
    IndexSet indexes;
    double cost = 0;                  // of the workload, upkeep included
    bool complete = true;             // false: stopped before it had ended
};

// Called often; true ends the search with the best so far.
using Stop = std::function<bool()>;

// What each query can gain at all: the plan with every candidate, then again and again without those that were used,
// until nothing is gained. What is left by then is proven useless, alone and together. Then its next best plans, as
// many as the problem allows.
void explore(const SearchProblem& problem, CostBook& book, const Stop& stop);

// Step by step the index, or the longer form of a chosen one, that gains most per byte: the choice of Extend (ICDE
// 2019), found by asking only for what can still be the best.
SearchResult grow(const SearchProblem& problem, CostBook& book, const Stop& stop);

// Exchanges: leaves out one or two indexes and fills the room again, as long as that is cheaper.
SearchResult exchange(const SearchProblem& problem, CostBook& book, SearchResult from, const Stop& stop);

// All of it: the best of what was found, with costs that were asked.
SearchResult choose_indexes(const SearchProblem& problem, CostBook& book, const Stop& stop);

double workload_cost(const SearchProblem& problem, CostBook& book, const IndexSet& indexes);

}  // namespace assay::query
