#include "index_references.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace assay::bench {

using query::CostBook;
using query::IndexSet;

namespace {

const std::vector<int>& columns_of(const Universe& universe, int candidate) {
    return universe.candidates[static_cast<std::size_t>(candidate)];
}
double bytes_of(const Universe& universe, int candidate) { return universe.bytes[static_cast<std::size_t>(candidate)]; }

std::optional<int> find(const Universe& universe, const std::vector<int>& columns) {
    const auto at = universe.numbers.find(columns);
    return at == universe.numbers.end() ? std::nullopt : std::optional{at->second};
}

// The columns that any query names, in order.
std::vector<int> indexable(const Universe& universe) {
    std::set<int> all;
    for (const auto& columns : universe.query_columns) all.insert(columns.begin(), columns.end());
    return {all.begin(), all.end()};
}

std::vector<int> singles(const Universe& universe) {
    std::vector<int> all;
    for (const int column : indexable(universe)) all.push_back(universe.numbers.at({column}));
    return all;
}

IndexSet sorted(std::vector<int> set) {
    std::sort(set.begin(), set.end());
    return set;
}

double asked_cost(CostBook& book, const IndexSet& indexes) {
    double sum = 0;
    for (int query = 0; query < book.queries(); ++query) sum += book.cost(query, indexes, false);
    return sum;
}

bool is_prefix(const std::vector<int>& prefix, const std::vector<int>& columns) {
    return prefix.size() <= columns.size() && std::equal(prefix.begin(), prefix.end(), columns.begin());
}

}  // namespace

double Universe::size(const std::vector<int>& set) const {
    double sum = 0;
    for (const int index : set) sum += bytes[static_cast<std::size_t>(index)];
    return sum;
}

IndexSet Universe::candidates_of(int query, std::size_t width) const {
    const auto& own = query_columns[static_cast<std::size_t>(query)];
    IndexSet set;
    for (int i = 0; i < static_cast<int>(candidates.size()); ++i) {
        const auto& columns_here = candidates[static_cast<std::size_t>(i)];
        if (columns_here.size() <= width && std::all_of(columns_here.begin(), columns_here.end(), [&](int column) {
                return std::binary_search(own.begin(), own.end(), column);
            }))
            set.push_back(i);
    }
    return set;
}

std::vector<std::vector<bool>> Universe::relevance() const {
    std::vector<std::vector<bool>> relevant;
    for (const auto& own : query_columns) {
        std::vector<bool> row;
        for (const auto& columns_here : candidates)
            row.push_back(std::any_of(columns_here.begin(), columns_here.end(),
                                      [&](int column) { return std::binary_search(own.begin(), own.end(), column); }));
        relevant.push_back(std::move(row));
    }
    return relevant;
}

double workload_cost(CostBook& book, const IndexSet& indexes) { return asked_cost(book, indexes); }

Choice extend(const Universe& universe, query::Planner& planner, double budget) {
    constexpr double least_improvement = 1.003;
    CostBook book{planner, universe.relevance()};
    std::vector<int> chosen;
    double cost = asked_cost(book, {});
    auto single = singles(universe);
    const auto attributes = indexable(universe);
    bool first_round = true;
    for (;;) {
        std::vector<int> best;
        double best_ratio = 0, best_cost = 0;
        const auto evaluate = [&](const std::vector<int>& combination, double replaced_bytes) {
            const double new_cost = asked_cost(book, sorted(combination));
            if (new_cost * least_improvement >= cost) return;
            const double ratio = (cost - new_cost) / (bytes_of(universe, combination.back()) - replaced_bytes);
            if (ratio <= best_ratio || universe.size(combination) > budget) return;
            best = combination;
            best_ratio = ratio;
            best_cost = new_cost;
        };
        const double used = universe.size(chosen);
        if (!first_round) std::erase_if(single, [&](int index) { return bytes_of(universe, index) + used > budget; });
        first_round = false;
        for (const int index : single) {
            if (std::find(chosen.begin(), chosen.end(), index) != chosen.end()) continue;
            auto combination = chosen;
            combination.push_back(index);
            evaluate(combination, 0);
        }
        for (const int attribute : attributes)
            for (std::size_t i = 0; i < chosen.size(); ++i) {
                auto columns = columns_of(universe, chosen[i]);
                columns.push_back(attribute);
                const auto longer = find(universe, columns);
                if (!longer || std::find(chosen.begin(), chosen.end(), *longer) != chosen.end()) continue;
                auto combination = chosen;
                combination.erase(combination.begin() + static_cast<std::ptrdiff_t>(i));
                combination.push_back(*longer);
                evaluate(combination, bytes_of(universe, chosen[i]));
            }
        if (best_ratio <= 0) return {sorted(chosen), book.calls()};
        chosen = best;
        cost = best_cost;
    }
}

namespace {

// The search of AutoAdmin on some queries: the best of all sets of up to `naive` indexes, then one by one.
class Enumeration {
public:
    Enumeration(CostBook& book, int most, int naive, std::int64_t most_calls)
        : book_{book}, most_{most}, naive_{std::min(naive, most)}, most_calls_{most_calls} {}

    std::set<int> best(const std::vector<int>& queries, const std::set<int>& candidates) {
        std::set<int> chosen;
        double cost = 0;
        const std::vector<int> all{candidates.begin(), candidates.end()};
        const auto consider = [&](const std::set<int>& set) {
            const double here = cost_of(queries, set);
            if (cost == 0 || here < cost) {
                cost = here;
                chosen = set;
            }
        };
        for (const int one : all) consider({one});
        if (naive_ >= 2)
            for (std::size_t i = 0; i < all.size(); ++i)
                for (std::size_t j = i + 1; j < all.size(); ++j) consider({all[i], all[j]});
        while (static_cast<int>(chosen.size()) < most_ && add_best(queries, all, chosen, cost)) {}
        return chosen;
    }

private:
    bool add_best(const std::vector<int>& queries, const std::vector<int>& all, std::set<int>& chosen, double& cost) {
        int best = -1;
        double best_cost = 0;
        for (const int one : all) {
            if (book_.calls() > most_calls_) return false;
            if (chosen.count(one)) continue;
            auto more = chosen;
            more.insert(one);
            const double here = cost_of(queries, more);
            if (best >= 0 && here >= best_cost) continue;
            best = one;
            best_cost = here;
        }
        if (best < 0 || best_cost >= cost) return false;
        chosen.insert(best);
        cost = best_cost;
        return true;
    }
    double cost_of(const std::vector<int>& queries, const std::set<int>& set) {
        double sum = 0;
        for (const int query : queries) sum += book_.cost(query, {set.begin(), set.end()}, false);
        return std::round(sum * 100) / 100;
    }

    CostBook& book_;
    int most_, naive_;
    std::int64_t most_calls_;
};

}  // namespace

Choice auto_admin(const Universe& universe, query::Planner& planner, int most_indexes, int naive, std::int64_t most_calls) {
    CostBook book{planner, universe.relevance()};
    Enumeration enumeration{book, most_indexes, naive, most_calls};
    std::vector<int> everything;
    for (int query = 0; query < book.queries(); ++query) everything.push_back(query);
    const auto all_singles = singles(universe);
    std::set<int> potential{all_singles.begin(), all_singles.end()}, chosen;
    for (int width = 1; width <= 2; ++width) {
        std::set<int> candidates;
        for (const int query : everything) {
            std::set<int> own;
            const auto& columns = universe.query_columns[static_cast<std::size_t>(query)];
            for (const int index : potential)
                if (std::binary_search(columns.begin(), columns.end(), columns_of(universe, index)[0])) own.insert(index);
            const auto best = enumeration.best({query}, own);
            candidates.insert(best.begin(), best.end());
        }
        chosen = enumeration.best(everything, candidates);
        potential = chosen;
        for (const int index : chosen)
            for (const int column : indexable(universe)) {
                auto columns = columns_of(universe, index);
                columns.push_back(column);
                if (const auto longer = find(universe, columns)) potential.insert(*longer);
            }
    }
    if (book.calls() > most_calls) return {{}, book.calls(), false};
    return {{chosen.begin(), chosen.end()}, book.calls()};
}

Choice db2_advis(const Universe& universe, query::Planner& planner, double budget) {
    CostBook book{planner, universe.relevance()};
    std::map<int, double> gains;
    for (int query = 0; query < book.queries(); ++query) {
        const double base = book.ask(query, {}).cost;
        const auto answer = book.ask(query, universe.candidates_of(query, 2));
        for (const int index : answer.used) gains[index] += base - answer.cost;  // each of them all of it
    }
    struct Benefit {
        int index;
        double gain;
    };
    std::vector<Benefit> benefits;
    for (const auto& [index, gain] : gains) benefits.push_back({index, gain});
    const auto by_ratio = [&](const Benefit& a, const Benefit& b) {
        return a.gain / bytes_of(universe, a.index) > b.gain / bytes_of(universe, b.index);
    };
    std::stable_sort(benefits.begin(), benefits.end(), by_ratio);
    std::vector<bool> absorbed(benefits.size());
    for (std::size_t i = 0; i < benefits.size(); ++i)
        for (std::size_t j = i + 1; j < benefits.size() && !absorbed[i]; ++j)
            if (!absorbed[j] && is_prefix(columns_of(universe, benefits[j].index), columns_of(universe, benefits[i].index))) {
                benefits[i].gain += benefits[j].gain;
                absorbed[j] = true;
            }
    std::vector<Benefit> kept;
    for (std::size_t i = 0; i < benefits.size(); ++i)
        if (!absorbed[i]) kept.push_back(benefits[i]);
    std::stable_sort(kept.begin(), kept.end(), by_ratio);
    std::vector<int> chosen;
    for (const auto& benefit : kept)
        if (universe.size(chosen) + bytes_of(universe, benefit.index) <= budget) chosen.push_back(benefit.index);
    return {sorted(chosen), book.calls()};
}

namespace {

// The sets that one transformation of Relaxation leads to, each of the same table's indexes.
std::vector<IndexSet> relaxed_sets(const Universe& universe, const IndexSet& set) {
    std::vector<IndexSet> all;
    const auto merged = [&](std::vector<int> columns) {
        columns.resize(std::min<std::size_t>(columns.size(), 2));
        return find(universe, columns);
    };
    for (const int a : set)
        for (const int b : set) {
            if (a == b || universe.table_of(a) != universe.table_of(b)) continue;
            const auto &first = columns_of(universe, a), &second = columns_of(universe, b);
            std::vector<int> common, only_first, only_second, together = first;
            for (const int column : first) (std::count(second.begin(), second.end(), column) ? common : only_first).push_back(column);
            for (const int column : second)
                if (!std::count(first.begin(), first.end(), column)) {
                    only_second.push_back(column);
                    together.push_back(column);
                }
            auto rest = query::without(query::without(set, a), b);
            if (const auto index = merged(together)) all.push_back(query::with(rest, *index));
            if (common.empty()) continue;
            for (const auto& columns : {common, only_first, only_second})
                if (const auto index = columns.empty() ? std::nullopt : find(universe, columns)) rest = query::with(rest, *index);
            all.push_back(rest);
        }
    for (const int index : set) {
        const auto& columns = columns_of(universe, index);
        if (columns.size() > 1) all.push_back(query::with(query::without(set, index), universe.numbers.at({columns[0]})));
        all.push_back(query::without(set, index));
    }
    return all;
}

}  // namespace

Choice relaxation(const Universe& universe, query::Planner& planner, double budget, std::int64_t most_calls) {
    CostBook book{planner, universe.relevance()};
    IndexSet chosen;
    for (int query = 0; query < book.queries(); ++query)
        chosen = query::joined_sets(chosen, book.ask(query, universe.candidates_of(query, 2)).used);
    // The reference measures each step against the cost of the first configuration.
    const double first_cost = asked_cost(book, chosen);
    double bytes = universe.size(chosen);
    while (bytes > budget) {
        IndexSet best;
        double best_penalty = 0, best_bytes = 0;
        bool found = false;
        for (const auto& relaxed : relaxed_sets(universe, chosen)) {
            if (book.calls() > most_calls) return {{}, book.calls(), false};
            const double saved = universe.size(chosen) - universe.size(relaxed);
            const double increase = asked_cost(book, relaxed) - first_cost;
            if (saved <= 0) continue;
            const double considered = std::min(saved, bytes - budget);
            const double penalty = increase < 0 ? increase * saved : increase / considered;
            if (found && penalty >= best_penalty) continue;
            found = true;
            best = relaxed;
            best_penalty = penalty;
            best_bytes = bytes - considered;
        }
        if (!found) break;
        chosen = best;
        bytes = best_bytes;
    }
    return {chosen, book.calls()};
}

Choice dexter(const Universe& universe, query::Planner& planner, double saving) {
    CostBook book{planner, universe.relevance()};
    IndexSet chosen;
    for (int query = 0; query < book.queries(); ++query) {
        const double base = book.ask(query, {}).cost;
        const auto one = book.ask(query, universe.candidates_of(query, 1)), two = book.ask(query, universe.candidates_of(query, 2));
        IndexSet found;
        if (one.cost < base * (1 - saving)) found = one.used;
        const bool pair_helps = base > 100 && two.cost < one.cost * (1 - saving);
        if (pair_helps && two.used.size() == 1) found = two.used;
        if (found.size() > 1) {
            int best = -1;
            double best_cost = base * (1 - saving);
            for (const int index : found)
                if (const double cost = book.ask(query, {index}).cost; cost < best_cost) {
                    best = index;
                    best_cost = cost;
                }
            found = best < 0 ? IndexSet{} : IndexSet{best};
        }
        chosen = query::joined_sets(chosen, found);
    }
    IndexSet kept;
    for (const int index : chosen)
        if (std::none_of(chosen.begin(), chosen.end(), [&](int other) {
                return other != index && is_prefix(columns_of(universe, index), columns_of(universe, other));
            }))
            kept.push_back(index);
    return {kept, book.calls()};
}

}  // namespace assay::bench
