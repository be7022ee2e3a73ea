#include "domain/query/advise/cost_book.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace assay::query {

bool is_subset(const IndexSet& part, const IndexSet& whole) {
    return part.size() <= whole.size() && std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

IndexSet with(const IndexSet& set, int index) {
    IndexSet more = set;
    const auto at = std::lower_bound(more.begin(), more.end(), index);
    if (at == more.end() || *at != index) more.insert(at, index);
    return more;
}

IndexSet without(const IndexSet& set, int index) { return minus(set, {index}); }

IndexSet minus(const IndexSet& set, const IndexSet& taken) {
    IndexSet rest;
    std::set_difference(set.begin(), set.end(), taken.begin(), taken.end(), std::back_inserter(rest));
    return rest;
}

IndexSet joined_sets(const IndexSet& a, const IndexSet& b) {
    IndexSet all;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
    return all;
}

CostBook::CostBook(Planner& planner, std::vector<std::vector<bool>> relevant)
    : planner_{planner}, relevant_{std::move(relevant)}, answers_(relevant_.size()) {}

IndexSet CostBook::concerning(int query, const IndexSet& indexes) const {
    IndexSet own;
    std::copy_if(indexes.begin(), indexes.end(), std::back_inserter(own), [&](int index) { return concerns(query, index); });
    return own;
}

const Answer& CostBook::ask(int query, const IndexSet& indexes) {
    auto& answers = answers_[static_cast<std::size_t>(query)];
    const IndexSet own = concerning(query, indexes);
    if (const auto known = answers.find(own); known != answers.end()) return known->second.answer;
    const Bounds expected = answers.empty() ? Bounds{0, std::numeric_limits<double>::max()} : bounds(query, own);
    Answer answer = planner_.plan(query, own);
    ++calls_;
    constexpr double tolerance = 1.001;
    if (answer.cost > expected.high * tolerance || answer.cost * tolerance < expected.low) ++surprises_;
    return answers.emplace(own, Known{std::move(answer), bits_of(own, candidates())}).first->second.answer;
}

double CostBook::cost(int query, const IndexSet& indexes, bool infer) {
    const IndexSet own = concerning(query, indexes);
    if (infer && !answers_[static_cast<std::size_t>(query)].empty())
        if (const Bounds known = bounds(query, own); known.exact()) return known.high;
    return ask(query, own).cost;
}

CostBook::Bounds CostBook::bounds(int query, const IndexSet& indexes) const {
    const auto& answers = answers_[static_cast<std::size_t>(query)];
    if (const auto known = answers.find(indexes); known != answers.end()) return {known->second.answer.cost, known->second.answer.cost};
    const auto bits = bits_of(indexes, candidates());
    Bounds bounds{0, std::numeric_limits<double>::max()};
    for (const auto& [set, known] : answers) {
        const bool below = is_within(indexes, known.asked), possible = is_within(known.answer.used, bits);
        const double cost = known.answer.cost;
        if (below && possible) return {cost, cost};
        if (below) bounds.low = std::max(bounds.low, cost);
        if (possible) bounds.high = std::min(bounds.high, cost);
    }
    bounds.low = std::min(bounds.low, bounds.high);
    return bounds;
}

std::vector<Answer> CostBook::plans(int query) const {
    std::map<IndexSet, double> cheapest;
    for (const auto& [set, known] : answers_[static_cast<std::size_t>(query)]) {
        const auto [at, is_new] = cheapest.try_emplace(known.answer.used, known.answer.cost);
        if (!is_new) at->second = std::min(at->second, known.answer.cost);
    }
    std::vector<Answer> plans;
    for (const auto& [used, cost] : cheapest) {
        const bool beaten = std::any_of(cheapest.begin(), cheapest.end(), [&, &own = used, own_cost = cost](const auto& other) {
            return other.first != own && other.second <= own_cost && is_subset(other.first, own);
        });
        if (!beaten) plans.push_back({cost, used});
    }
    std::sort(plans.begin(), plans.end(), [](const Answer& a, const Answer& b) { return a.cost < b.cost; });
    return plans;
}

}  // namespace assay::query
