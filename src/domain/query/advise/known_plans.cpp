#include "domain/query/advise/known_plans.h"

#include <algorithm>
#include <bit>
#include <map>

namespace assay::query {

namespace {

using Bits = std::vector<std::uint64_t>;

bool holds(const Bits& set, int index) { return set[static_cast<std::size_t>(index) / 64] >> (static_cast<std::size_t>(index) % 64) & 1; }
void put(Bits& set, int index) { set[static_cast<std::size_t>(index) / 64] |= std::uint64_t{1} << (static_cast<std::size_t>(index) % 64); }
void take(Bits& set, int index) { set[static_cast<std::size_t>(index) / 64] &= ~(std::uint64_t{1} << (static_cast<std::size_t>(index) % 64)); }

bool is_within(const Bits& part, const Bits& whole) {
    for (std::size_t i = 0; i < part.size(); ++i)
        if (part[i] & ~whole[i]) return false;
    return true;
}

Bits joined(const Bits& a, const Bits& b) {
    Bits all = a;
    for (std::size_t i = 0; i < b.size(); ++i) all[i] |= b[i];
    return all;
}

template <class Found>
void each(const Bits& set, Found found) {
    for (std::size_t word = 0; word < set.size(); ++word)
        for (std::uint64_t bits = set[word]; bits; bits &= bits - 1) found(static_cast<int>(word * 64) + std::countr_zero(bits));
}

// What is less than this apart is the same cost: the next round would turn it back.
constexpr double nearly = 1e-9;

bool is_cheaper(double a, double b) { return a < b * (1 - nearly); }

}  // namespace

KnownPlans::KnownPlans(const SearchProblem& problem, const CostBook& book)
    : problem_{problem}, words_{problem.candidates.size() / 64 + 1} {
    for (int query = 0; query < book.queries(); ++query) {
        auto& own = plans_.emplace_back();
        for (const auto& plan : book.plans(query)) own.push_back({bits_of(plan.used), plan.cost});
        for (const auto& plan : own)
            if (bytes_of(plan.used) > 0 && fits(plan.used)) bundles_.push_back(plan.used);
    }
    std::sort(bundles_.begin(), bundles_.end());
    bundles_.erase(std::unique(bundles_.begin(), bundles_.end()), bundles_.end());
}

KnownPlans::Bits KnownPlans::bits_of(const IndexSet& indexes) const {
    Bits set(words_);
    for (const int index : indexes) put(set, index);
    return set;
}

IndexSet KnownPlans::numbers_of(const Bits& set) const {
    IndexSet numbers;
    each(set, [&](int index) { numbers.push_back(index); });
    return numbers;
}

double KnownPlans::cost_of(const Bits& set) const {
    double total = 0;
    for (std::size_t query = 0; query < plans_.size(); ++query)
        for (const auto& plan : plans_[query])
            if (is_within(plan.used, set)) {
                total += problem_.weights[query] * plan.cost;
                break;
            }
    each(set, [&](int index) { total += problem_.candidates[static_cast<std::size_t>(index)].upkeep; });
    return total;
}

double KnownPlans::cost(const IndexSet& indexes) const { return cost_of(bits_of(indexes)); }

double KnownPlans::bytes_of(const Bits& set) const {
    double bytes = 0;
    each(set, [&](int index) { bytes += problem_.candidates[static_cast<std::size_t>(index)].bytes; });
    return bytes;
}

bool KnownPlans::fits(const Bits& set) const {
    if (bytes_of(set) > problem_.budget) return false;
    const auto numbers = numbers_of(set);
    if (static_cast<int>(numbers.size()) <= problem_.most_of_a_table) return true;
    std::map<int, int> of_table;
    return std::none_of(numbers.begin(), numbers.end(), [&](int index) {
        return ++of_table[problem_.candidates[static_cast<std::size_t>(index)].table] > problem_.most_of_a_table;
    });
}

// Whole plans at a time, until nothing fits or gains.
KnownPlans::Choice KnownPlans::filled(Choice from, Greed greed, const Stop& stop) const {
    while (!stop()) {
        double best_worth = 0;
        Choice best;
        const double now = bytes_of(from.set);
        for (const auto& bundle : bundles_) {
            if (is_within(bundle, from.set)) continue;
            Bits more = joined(from.set, bundle);
            const double bytes = bytes_of(more);
            if (bytes > problem_.budget) continue;
            const double cost = cost_of(more), gain = from.cost - cost, worth = greed == Greed::by_gain ? gain : gain / (bytes - now);
            if (worth <= best_worth || !is_cheaper(cost, from.cost) || !fits(more)) continue;
            best_worth = worth;
            best = {std::move(more), cost};
        }
        if (best.set.empty()) break;
        from = std::move(best);
    }
    return from;
}

// Without indexes that nothing known is dearer without.
KnownPlans::Choice KnownPlans::pruned(Choice from) const {
    for (const int index : numbers_of(from.set)) {
        Bits fewer = from.set;
        take(fewer, index);
        if (const double cost = cost_of(fewer); cost <= from.cost) from = {std::move(fewer), cost};
    }
    return from;
}

KnownPlans::Choice KnownPlans::with_plan(const Choice& from, const Bits& plan) const {
    Choice made = choice(joined(from.set, plan));
    while (!fits(made.set)) {
        Choice best;
        double best_loss = 0;
        for (const int index : numbers_of(made.set)) {
            if (holds(plan, index)) continue;
            Bits fewer = made.set;
            take(fewer, index);
            const double cost = cost_of(fewer);
            const double loss = (cost - made.cost) / problem_.candidates[static_cast<std::size_t>(index)].bytes;
            if (!best.set.empty() && loss >= best_loss) continue;
            best_loss = loss;
            best = {std::move(fewer), cost};
        }
        if (best.set.empty()) return from;
        made = std::move(best);
    }
    return pruned(std::move(made));
}

// One or two indexes left out, the room filled again. Pairs of large sets are many, and rarely better.
void KnownPlans::leave_out(const Choice& from, Choice& best, const Stop& stop) const {
    const auto consider = [&](const Bits& kept) {
        Choice made = pruned(filled(choice(kept), Greed::by_ratio, stop));
        if (is_cheaper(made.cost, best.cost)) best = std::move(made);
    };
    constexpr std::size_t few = 10;
    const auto indexes = numbers_of(from.set);
    for (std::size_t i = 0; i < indexes.size() && !stop(); ++i) {
        Bits fewer = from.set;
        take(fewer, indexes[i]);
        consider(fewer);
        for (std::size_t j = i + 1; j < indexes.size() && indexes.size() <= few && !stop(); ++j) {
            Bits two_fewer = fewer;
            take(two_fewer, indexes[j]);
            consider(two_fewer);
        }
    }
}

// A plan's indexes taken in, others left out for them; the most promising are filled up again.
void KnownPlans::take_in(const Choice& from, Choice& best, const Stop& stop) const {
    constexpr std::size_t promising = 16;
    std::vector<Choice> made;
    for (const auto& bundle : bundles_)
        if (!stop() && !is_within(bundle, from.set)) made.push_back(with_plan(from, bundle));
    std::stable_sort(made.begin(), made.end(), [](const Choice& a, const Choice& b) { return a.cost < b.cost; });
    if (made.size() > promising) made.resize(promising);
    for (auto& each : made) {
        Choice full = pruned(filled(std::move(each), Greed::by_ratio, stop));
        if (is_cheaper(full.cost, best.cost)) best = std::move(full);
    }
}

KnownPlans::Choice KnownPlans::best_neighbour(const Choice& from, const Stop& stop) const {
    Choice best = from;
    if (Choice full = pruned(filled(from, Greed::by_ratio, stop)); is_cheaper(full.cost, best.cost)) best = std::move(full);
    take_in(from, best, stop);
    leave_out(from, best, stop);
    return best;
}

KnownPlans::Choice KnownPlans::settled(Choice from, const Stop& stop) const {
    constexpr int most_rounds = 40;
    for (int round = 0; round < most_rounds && !stop(); ++round) {
        Choice next = best_neighbour(from, stop);
        if (!is_cheaper(next.cost, from.cost)) break;
        from = std::move(next);
    }
    return from;
}

IndexSet KnownPlans::improved(const IndexSet& from, const Stop& stop) const {
    const Bits none(words_);
    Bits all = none;
    for (const auto& bundle : bundles_) all = joined(all, bundle);
    Choice best = settled(choice(bits_of(from)), stop);
    const auto consider = [&](Choice start) {
        Choice other = settled(std::move(start), stop);
        if (is_cheaper(other.cost, best.cost)) best = std::move(other);
    };
    for (const auto greed : {Greed::by_ratio, Greed::by_gain}) consider(pruned(filled(choice(none), greed, stop)));
    if (Choice reduced = with_plan(choice(all), none); fits(reduced.set)) consider(std::move(reduced));
    return numbers_of(best.set);
}

}  // namespace assay::query
