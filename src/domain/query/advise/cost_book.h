// What is known of the costs of queries under sets of indexes: answers of the planner, and what follows from them.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "domain/query/advise/index_bits.h"

namespace assay::query {

// Numbers of candidates, ascending.
using IndexSet = std::vector<int>;

bool is_subset(const IndexSet& part, const IndexSet& whole);
IndexSet with(const IndexSet& set, int index);
IndexSet without(const IndexSet& set, int index);
IndexSet minus(const IndexSet& set, const IndexSet& taken);
IndexSet joined_sets(const IndexSet& a, const IndexSet& b);

struct Answer {
    double cost = 0;
    IndexSet used = {};  // the indexes in the plan
};

// Something that plans: the optimiser with hypothetical indexes.
class Planner {
public:
    virtual ~Planner() = default;
    virtual Answer plan(int query, const IndexSet& indexes) = 0;
};

// Answers by (query, indexes that concern it). A planner that finds the cheapest plan is monotone: more indexes
// never make a query dearer, and a plan stays possible while the indexes that it uses are there. So one answer
// (indexes C, used U, cost) tells the cost of every set between U and C, is a lower bound for what lies within C and
// an upper bound for what holds U. Planners are monotone up to a per cent or so; where one was seen not to be, the
// asked answer counts.
class CostBook {
public:
    // relevant[query][index]: whether the index can matter to the query at all.
    CostBook(Planner& planner, std::vector<std::vector<bool>> relevant);

    int queries() const { return static_cast<int>(relevant_.size()); }
    bool concerns(int query, int index) const { return relevant_[static_cast<std::size_t>(query)][static_cast<std::size_t>(index)]; }
    IndexSet concerning(int query, const IndexSet& indexes) const;

    // Asked of the planner unless it was before; `infer` also takes what follows from other answers.
    const Answer& ask(int query, const IndexSet& indexes);
    double cost(int query, const IndexSet& indexes, bool infer = true);

    struct Bounds {
        double low = 0, high = 0;
        bool exact() const { return low >= high; }
    };
    // `indexes` concern the query. The cost without indexes must have been asked.
    Bounds bounds(int query, const IndexSet& indexes) const;

    // The plans seen so far: a set that holds what one of them used can have it.
    std::vector<Answer> plans(int query) const;

    std::int64_t calls() const { return calls_; }  // really sent to the planner
    std::int64_t surprises() const { return surprises_; }  // answers outside of their bounds by more than 0.1 %

private:
    struct Known {
        Answer answer;
        IndexBits asked;
    };
    std::size_t candidates() const { return relevant_.empty() ? 0 : relevant_.front().size(); }

    Planner& planner_;
    std::vector<std::vector<bool>> relevant_;
    std::vector<std::map<IndexSet, Known>> answers_;
    std::int64_t calls_ = 0, surprises_ = 0;
};

}  // namespace assay::query
