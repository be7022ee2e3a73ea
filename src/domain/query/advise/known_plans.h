// The choice of indexes by the plans that are known: nothing is asked of the planner.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "domain/query/advise/index_bits.h"
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
    using Plan = Answer;
    // A query and one of its plans, by number.
    using Place = std::pair<int, int>;
    // What a plan uses: taken in as a whole.
    struct Bundle {
        IndexBits used;
        IndexSet indexes;
        std::vector<Place> owners;     // plans that use just these
        std::vector<Place> concerned;  // plans that use one of them, ascending
    };
    // A set with each query's cheapest plan in it.
    struct Choice {
        IndexBits set;
        std::vector<int> plans;
        double cost = 0, bytes = 0;
    };

    const Plan& plan(Place place) const { return plans_[static_cast<std::size_t>(place.first)][static_cast<std::size_t>(place.second)]; }
    const Candidate& candidate(int index) const { return problem_.candidates[static_cast<std::size_t>(index)]; }
    void make_bundles();

    Choice choice(IndexBits set) const;
    bool fits(const Choice& made) const { return made.bytes <= problem_.budget && tables_fit(made.set); }
    bool tables_fit(const IndexBits& set) const;
    // The first plan of the query in this set, from this number on.
    int next_plan(int query, int number, const IndexBits& set) const;
    // What the choice would cost with a bundle; by candidate, what it would cost more without it.
    double cost_with(const Choice& from, const Bundle& bundle) const;
    // Whether a plan that it was made of is cheaper than the chosen one. If not, what it gains others gain with less.
    bool improves(const Choice& from, const Bundle& bundle) const;
    std::vector<double> losses(const Choice& from) const;
    double bytes_with(const Choice& from, const Bundle& bundle) const;
    Choice with(const Choice& from, const Bundle& bundle) const;
    Choice without(Choice from, int index) const;

    enum class Greed : unsigned char { by_ratio, by_gain };
    Choice filled(Choice from, Greed greed, const Stop& stop) const;
    Choice pruned(Choice from) const;
    // Without those that are missed least, `kept` not among them, until all of it fits; nothing when that cannot be.
    std::optional<Choice> reduced(Choice made, const IndexBits& kept) const;
    Choice best_neighbour(const Choice& from, const Stop& stop) const;
    void leave_out(const Choice& from, Choice& best, const Stop& stop) const;
    void take_in(const Choice& from, Choice& best, const Stop& stop) const;
    Choice settled(Choice from, const Stop& stop) const;

    const SearchProblem& problem_;
    std::vector<std::vector<Plan>> plans_;  // of each query, the cheapest first
    std::vector<Bundle> bundles_;           // each once
};

}  // namespace assay::query
