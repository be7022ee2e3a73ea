// helper: generic plans beside those of known calls.
#include "domain/query/prove/generic_plans.h"

#include <algorithm>

namespace assay::query {

namespace {

// What the server adds to a plan with values for making it: plancache.c, cached_plan_cost, with the usual cpu_operator_cost.
double planning_charge(const Roles& roles) { return 1000 * 0.0025 * (static_cast<double>(roles.uses.size()) + 1); }

class Comparison {
public:
    Comparison(WhatIf& what_if, const IndexSet& chosen) : what_if_{what_if}, chosen_{chosen} {}

    WithoutValues of(const AdvisedQuery& query, const Roles& roles) {
        WithoutValues found;
        const int prepared = what_if_.add_query(query.prepared, parameters_in(query.prepared));
        found.cost_before = asked(prepared, {}).cost;
        const auto generic = asked(prepared, chosen_);
        what_if_.drop_last_query();
        found.cost_after = generic.cost;
        IndexSet used;
        for (const auto& call : query.known_calls) {
            const auto custom = asked(what_if_.add_query(call), chosen_);
            what_if_.drop_last_query();
            found.with_values += custom.cost / static_cast<double>(query.known_calls.size());
            for (const int index : custom.used) used = with(used, index);
        }
        found.kept = found.cost_after < found.with_values + planning_charge(roles);
        for (const int index : used)
            if (!std::binary_search(generic.used.begin(), generic.used.end(), index)) found.unused.push_back(what_if_.text(index));
        return found;
    }
    std::int64_t calls() const { return calls_; }

private:
    Answer asked(int query, const IndexSet& indexes) {
        ++calls_;
        return what_if_.plan(query, indexes);
    }

    WhatIf& what_if_;
    const IndexSet& chosen_;
    std::int64_t calls_ = 0;
};

}  // namespace

std::int64_t compare_generic_plans(WhatIf& what_if, const IndexSet& chosen, const std::vector<Roles>& roles, const AdviceOptions& options, IndexAdvice& advice) {
    Comparison comparison{what_if, chosen};
    for (std::size_t i = 0; i < advice.queries.size() && !options.stop(); ++i) {
        auto& query = advice.queries[i];
        if (!query.prepared.empty() && !query.known_calls.empty() && query.may_be_kept) query.without_values = comparison.of(query, roles[i]);
    }
    return comparison.calls();
}

}  // namespace assay::query
