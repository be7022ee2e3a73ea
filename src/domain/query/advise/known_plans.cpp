#include "domain/query/advise/known_plans.h"

#include <algorithm>
#include <map>

namespace assay::query {

namespace {

// What is less than this apart is the same cost: the next round would turn it back.
constexpr double nearly = 1e-9;

bool is_cheaper(double a, double b) { return a < b * (1 - nearly); }

}  // namespace

KnownPlans::KnownPlans(const SearchProblem& problem, const CostBook& book) : problem_{problem} {
    for (int query = 0; query < book.queries(); ++query) plans_.push_back(book.plans(query));
    make_bundles();
}

void KnownPlans::make_bundles() {
    std::map<IndexSet, std::vector<Place>> all;
    std::vector<std::vector<Place>> users(problem_.candidates.size());  // of each index the plans that use it
    for (int query = 0; query < static_cast<int>(plans_.size()); ++query)
        for (int number = 0; number < static_cast<int>(plans_[static_cast<std::size_t>(query)].size()); ++number) {
            const auto& used = plan({query, number}).used;
            all[used].emplace_back(query, number);
            for (const int index : used) users[static_cast<std::size_t>(index)].emplace_back(query, number);
        }
    for (const auto& [used, owners] : all) {
        Bundle bundle{bits_of(used, problem_.candidates.size()), used, owners, {}};
        double bytes = 0;
        for (const int index : used) bytes += candidate(index).bytes;
        if (bytes <= 0 || bytes > problem_.budget || !tables_fit(bundle.used)) continue;
        for (const int index : used) {
            const auto& places = users[static_cast<std::size_t>(index)];
            bundle.concerned.insert(bundle.concerned.end(), places.begin(), places.end());
        }
        std::sort(bundle.concerned.begin(), bundle.concerned.end());
        bundle.concerned.erase(std::unique(bundle.concerned.begin(), bundle.concerned.end()), bundle.concerned.end());
        bundles_.push_back(std::move(bundle));
    }
}

// The plan without indexes is always among them.
int KnownPlans::next_plan(int query, int number, const IndexBits& set) const {
    while (!is_within(plan({query, number}).used, set)) ++number;
    return number;
}

KnownPlans::Choice KnownPlans::choice(IndexBits set) const {
    Choice made{std::move(set), {}, 0, 0};
    for (int query = 0; query < static_cast<int>(plans_.size()); ++query) {
        const int number = next_plan(query, 0, made.set);
        made.plans.push_back(number);
        made.cost += problem_.weights[static_cast<std::size_t>(query)] * plan({query, number}).cost;
    }
    for (const int index : numbers_of(made.set)) {
        made.cost += candidate(index).upkeep;
        made.bytes += candidate(index).bytes;
    }
    return made;
}

double KnownPlans::cost(const IndexSet& indexes) const { return choice(bits_of(indexes, problem_.candidates.size())).cost; }

bool KnownPlans::tables_fit(const IndexBits& set) const {
    const auto numbers = numbers_of(set);
    if (static_cast<int>(numbers.size()) <= problem_.most_of_a_table) return true;
    std::map<int, int> of_table;
    return std::none_of(numbers.begin(), numbers.end(), [&](int index) { return ++of_table[candidate(index).table] > problem_.most_of_a_table; });
}

double KnownPlans::cost_with(const Choice& from, const Bundle& bundle) const {
    double cost = from.cost;
    for (const int index : bundle.indexes)
        if (!holds(from.set, index)) cost += candidate(index).upkeep;
    const auto is_there = [&](int index) { return holds(from.set, index) || holds(bundle.used, index); };
    int improved = -1;  // the query whose cheapest plan was just found
    for (const Place& place : bundle.concerned) {
        const auto query = static_cast<std::size_t>(place.first);
        if (place.first == improved || place.second >= from.plans[query]) continue;
        const Plan& possible = plan(place);
        if (!std::all_of(possible.used.begin(), possible.used.end(), is_there)) continue;
        improved = place.first;
        cost -= problem_.weights[query] * (plan({place.first, from.plans[query]}).cost - possible.cost);
    }
    return cost;
}

bool KnownPlans::improves(const Choice& from, const Bundle& bundle) const {
    return std::any_of(bundle.owners.begin(), bundle.owners.end(),
                       [&](const Place& place) { return place.second < from.plans[static_cast<std::size_t>(place.first)]; });
}

std::vector<double> KnownPlans::losses(const Choice& from) const {
    std::vector<double> lost(problem_.candidates.size());
    for (std::size_t index = 0; index < lost.size(); ++index) lost[index] = -problem_.candidates[index].upkeep;
    IndexBits rest = from.set;
    for (int query = 0; query < static_cast<int>(plans_.size()); ++query) {
        const auto number = static_cast<std::size_t>(query);
        const Plan& chosen = plan({query, from.plans[number]});
        for (const int index : chosen.used) {
            take_out(rest, index);
            const Plan& next = plan({query, next_plan(query, from.plans[number], rest)});
            put_in(rest, index);
            lost[static_cast<std::size_t>(index)] += problem_.weights[number] * (next.cost - chosen.cost);
        }
    }
    return lost;
}

double KnownPlans::bytes_with(const Choice& from, const Bundle& bundle) const {
    double bytes = from.bytes;
    for (const int index : bundle.indexes)
        if (!holds(from.set, index)) bytes += candidate(index).bytes;
    return bytes;
}

KnownPlans::Choice KnownPlans::with(const Choice& from, const Bundle& bundle) const {
    IndexBits set = from.set;
    put_in(set, bundle.used);
    return choice(std::move(set));
}

KnownPlans::Choice KnownPlans::without(Choice from, int index) const {
    from.cost -= candidate(index).upkeep;
    from.bytes -= candidate(index).bytes;
    take_out(from.set, index);
    for (int query = 0; query < static_cast<int>(plans_.size()); ++query) {
        int& chosen = from.plans[static_cast<std::size_t>(query)];
        const int next = next_plan(query, chosen, from.set);
        from.cost += problem_.weights[static_cast<std::size_t>(query)] * (plan({query, next}).cost - plan({query, chosen}).cost);
        chosen = next;
    }
    return from;
}

// Whole plans at a time, until nothing fits or gains.
KnownPlans::Choice KnownPlans::filled(Choice from, Greed greed, const Stop& stop) const {
    while (!stop()) {
        double best_worth = 0;
        const Bundle* best = nullptr;
        for (const auto& bundle : bundles_) {
            if (!improves(from, bundle)) continue;
            const double bytes = bytes_with(from, bundle);
            if (bytes > problem_.budget || bytes == from.bytes) continue;
            const double cost = cost_with(from, bundle), gain = from.cost - cost, worth = greed == Greed::by_gain ? gain : gain / (bytes - from.bytes);
            if (worth <= best_worth || !is_cheaper(cost, from.cost)) continue;
            if (IndexBits more = from.set; put_in(more, bundle.used), !tables_fit(more)) continue;
            best_worth = worth;
            best = &bundle;
        }
        if (!best) break;
        from = with(from, *best);
    }
    return from;
}

// Without indexes that nothing known is dearer without.
KnownPlans::Choice KnownPlans::pruned(Choice from) const {
    auto lost = losses(from);
    for (const int index : numbers_of(from.set)) {
        if (lost[static_cast<std::size_t>(index)] > 0) continue;
        from = without(std::move(from), index);
        lost = losses(from);
    }
    return from;
}

std::optional<KnownPlans::Choice> KnownPlans::reduced(Choice made, const IndexBits& kept) const {
    while (!fits(made)) {
        const auto lost = losses(made);
        int least_missed = -1;
        double least_loss = 0;
        for (const int index : numbers_of(made.set)) {
            if (holds(kept, index)) continue;
            const double loss = lost[static_cast<std::size_t>(index)] / candidate(index).bytes;
            if (least_missed >= 0 && loss >= least_loss) continue;
            least_loss = loss;
            least_missed = index;
        }
        if (least_missed < 0) return {};
        made = without(std::move(made), least_missed);
    }
    return pruned(std::move(made));
}

// One or two indexes left out, the room filled again. Pairs of large sets are many, and rarely better.
void KnownPlans::leave_out(const Choice& from, Choice& best, const Stop& stop) const {
    const auto consider = [&](const Choice& fewer) {
        Choice made = pruned(filled(fewer, Greed::by_ratio, stop));
        if (is_cheaper(made.cost, best.cost)) best = std::move(made);
    };
    constexpr std::size_t few = 10;
    const auto indexes = numbers_of(from.set);
    for (std::size_t i = 0; i < indexes.size() && !stop(); ++i) {
        const Choice fewer = without(from, indexes[i]);
        consider(fewer);
        for (std::size_t j = i + 1; j < indexes.size() && indexes.size() <= few && !stop(); ++j) consider(without(fewer, indexes[j]));
    }
}

// A plan's indexes taken in, others left out for them; the most promising are filled up again.
void KnownPlans::take_in(const Choice& from, Choice& best, const Stop& stop) const {
    constexpr std::size_t promising = 16;
    std::vector<Choice> made;
    for (const auto& bundle : bundles_)
        if (!stop() && !is_within(bundle.indexes, from.set))
            if (auto taken = reduced(with(from, bundle), bundle.used)) made.push_back(std::move(*taken));
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
    const IndexBits none = bits_of({}, problem_.candidates.size());
    Choice best = settled(choice(bits_of(from, problem_.candidates.size())), stop);
    const auto consider = [&](Choice start) {
        Choice other = settled(std::move(start), stop);
        if (is_cheaper(other.cost, best.cost)) best = std::move(other);
    };
    for (const auto greed : {Greed::by_ratio, Greed::by_gain}) consider(pruned(filled(choice(none), greed, stop)));
    IndexBits all = none;
    for (const auto& bundle : bundles_) put_in(all, bundle.used);
    if (auto fitting = reduced(choice(all), none)) consider(std::move(*fitting));
    return numbers_of(best.set);
}

}  // namespace assay::query
