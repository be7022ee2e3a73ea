// The choice of indexes by the plans that are known: nothing is asked of the planner.
#pragma once

#include <cstdint>
#include <vector>

#include "domain/query/advise/index_search.h"

namespace assay::query {

// What it says a set costs, the set costs at most: a plan that nobody has seen can only be cheaper.
class KnownPlans {
public:
    KnownPlans(const SearchProblem& problem, const CostBook& book);

    // The cheapest set that a local search finds: from this one, from none filled up, from all taken down to what fits.
    IndexSet improved(const IndexSet& from, const Stop& stop) const;
    double cost(const IndexSet& indexes) const;

private:
    using Bits = std::vector<std::uint64_t>;
    struct Plan {
        Bits used;
        double cost = 0;
    };
    struct Choice {
        Bits set;
        double cost = 0;
    };

    Bits bits_of(const IndexSet& indexes) const;
    IndexSet numbers_of(const Bits& set) const;
    double cost_of(const Bits& set) const;
    double bytes_of(const Bits& set) const;
    bool fits(const Bits& set) const;
    Choice choice(Bits set) const { return {set, cost_of(set)}; }

    enum class Greed : unsigned char { by_ratio, by_gain };
    Choice filled(Choice from, Greed greed, const Stop& stop) const;
    Choice pruned(Choice from) const;
    // With this plan's indexes, and without those others that are missed least, until all of it fits.
    Choice with_plan(const Choice& from, const Bits& plan) const;
    Choice best_neighbour(const Choice& from, const Stop& stop) const;
    void leave_out(const Choice& from, Choice& best, const Stop& stop) const;
    void take_in(const Choice& from, Choice& best, const Stop& stop) const;
    Choice settled(Choice from, const Stop& stop) const;

    const SearchProblem& problem_;
    std::size_t words_;
    std::vector<std::vector<Plan>> plans_;  // of each query, the cheapest first
    std::vector<Bits> bundles_;             // what plans use, each once
};

}  // namespace assay::query
