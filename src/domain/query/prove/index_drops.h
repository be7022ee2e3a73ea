// helper: existing indexes that the workload can do without, tried by planning without them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/query/prove/index_advice.h"

namespace assay::query {

class Drops {
public:
    Drops(WhatIf& what_if, const Tables& tables, IndexSet chosen, const std::vector<ExistingIndex>& existing, const AdviceOptions& options, IndexAdvice& advice);

    // Adds to the advice what may go, and why; what only this workload does not use stands in a note. An index that is
    // another's first keys goes when planning without it shows that the other does its work.
    void find();
    std::int64_t calls() const { return calls_; }

private:
    // Plans those of `queries` again without these and with `indexes`; nothing when one becomes dearer by more than a
    // little. Else the new plans, and what the workload then costs.
    struct Without {
        std::vector<std::string> plans;
        double cost = 0;
    };
    std::optional<Without> planned_without(const std::vector<std::string>& names, const std::vector<std::size_t>& queries, const IndexSet& indexes);
    // Two indexes that one longer one can stand for, where every plan that used them costs hardly more with it: the
    // longer one is advised, and they go.
    void merge();
    bool try_merge(const ExistingIndex& first, const ExistingIndex& second);
    std::vector<std::size_t> users(const ExistingIndex& index) const;
    std::string longer_than(const ExistingIndex& index) const;
    void try_without(const ExistingIndex& index, const std::string& longer);
    void judge_unused(const ExistingIndex& index);
    void add(const ExistingIndex& index, std::string reason, double cost_after);
    double cost_now() const;  // of the workload, with all drops so far

    WhatIf& what_if_;
    const Tables& tables_;
    IndexSet chosen_;
    const std::vector<ExistingIndex>& existing_;
    const AdviceOptions& options_;
    IndexAdvice& advice_;
    std::vector<std::string> plans_;      // of each query, with what was chosen
    std::vector<std::string> gone_;       // names
    std::vector<std::string> not_used_;   // by this workload; nobody knows more
    std::int64_t calls_ = 0;
};

}  // namespace assay::query
