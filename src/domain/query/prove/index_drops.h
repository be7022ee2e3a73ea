// helper: existing indexes that the workload can do without, tried by planning without them.
#pragma once

#include <string>
#include <vector>

#include "domain/query/prove/index_advice.h"

namespace assay::query {

class Drops {
public:
    Drops(WhatIf& what_if, const IndexSet& chosen, const std::vector<ExistingIndex>& existing, const AdviceOptions& options, IndexAdvice& advice);

    // Adds to the advice what may go, and why; what only this workload does not use stands in a note. An index that is
    // another's first keys goes when planning without it shows that the other does its work.
    void find();
    std::int64_t calls() const { return calls_; }

private:
    std::vector<std::size_t> users(const ExistingIndex& index) const;
    std::string longer_than(const ExistingIndex& index) const;
    void try_without(const ExistingIndex& index, const std::string& longer);
    void judge_unused(const ExistingIndex& index);
    void add(const ExistingIndex& index, std::string reason, double cost_after);
    double cost_now() const;  // of the workload, with all drops so far

    WhatIf& what_if_;
    const IndexSet& chosen_;
    const std::vector<ExistingIndex>& existing_;
    const AdviceOptions& options_;
    IndexAdvice& advice_;
    std::vector<std::string> plans_;      // of each query, with what was chosen
    std::vector<std::string> gone_;       // names
    std::vector<std::string> not_used_;   // by this workload; nobody knows more
    std::int64_t calls_ = 0;
};

}  // namespace assay::query
