#include "domain/query/advise/index_search.h"

#include <algorithm>
#include <queue>

namespace assay::query {

namespace {

const Candidate& candidate(const SearchProblem& problem, int index) { return problem.candidates[static_cast<std::size_t>(index)]; }

double bytes_of(const SearchProblem& problem, const IndexSet& indexes) {
    double bytes = 0;
    for (const int index : indexes) bytes += candidate(problem, index).bytes;
    return bytes;
}

double upkeep_of(const SearchProblem& problem, const IndexSet& indexes) {
    double upkeep = 0;
    for (const int index : indexes) upkeep += candidate(problem, index).upkeep;
    return upkeep;
}

bool table_is_full(const SearchProblem& problem, const IndexSet& indexes, int table) {
    const auto own = std::count_if(indexes.begin(), indexes.end(), [&](int index) { return candidate(problem, index).table == table; });
    return own >= problem.most_of_a_table;
}

// A set and what each query costs under it.
struct State {
    IndexSet indexes;
    std::vector<double> costs;
    double total = 0;
};

State state_of(const SearchProblem& problem, CostBook& book, const IndexSet& indexes) {
    State state{indexes, {}, upkeep_of(problem, indexes)};
    for (int query = 0; query < book.queries(); ++query) {
        state.costs.push_back(book.cost(query, indexes));
        state.total += problem.weights[static_cast<std::size_t>(query)] * state.costs.back();
    }
    return state;
}

// From one set to another that has `added` and lacks what it replaces.
struct Move {
    int added = -1;
    int replaced = -1;
    double most_gain = 0;   // by the bounds
    double sure_gain = 0;
    int widest = -1;        // the query whose bounds are furthest apart
    double extra_bytes = 0;

    bool exact() const { return widest < 0; }
    double best_ratio() const { return most_gain / extra_bytes; }
    bool operator<(const Move& other) const {
        return best_ratio() != other.best_ratio() ? best_ratio() < other.best_ratio() : added > other.added;
    }
};

IndexSet after(const State& state, const Move& move) {
    auto indexes = with(state.indexes, move.added);
    return move.replaced < 0 ? indexes : without(indexes, move.replaced);
}

void weigh(const SearchProblem& problem, const CostBook& book, const State& state, Move& move) {
    const auto indexes = after(state, move);
    move.most_gain = move.sure_gain = upkeep_of(problem, state.indexes) - upkeep_of(problem, indexes);
    move.widest = -1;
    double widest = 0;
    for (int query = 0; query < book.queries(); ++query) {
        if (!book.concerns(query, move.added) && (move.replaced < 0 || !book.concerns(query, move.replaced))) continue;
        const auto number = static_cast<std::size_t>(query);
        auto bounds = book.bounds(query, book.concerning(query, indexes));
        const double weight = problem.weights[number];
        if (weight * (bounds.high - bounds.low) <= problem.indifference * state.total) bounds.low = bounds.high;
        move.most_gain += weight * (state.costs[number] - bounds.low);
        move.sure_gain += weight * (state.costs[number] - bounds.high);
        if (!bounds.exact() && weight * (bounds.high - bounds.low) > widest) {
            widest = weight * (bounds.high - bounds.low);
            move.widest = query;
        }
    }
}

// The chosen index that a longer form would stand for; -1 when there is none.
int replaced_by(const SearchProblem& problem, const IndexSet& chosen, int index) {
    for (int shorter = candidate(problem, index).shorter; shorter >= 0; shorter = candidate(problem, shorter).shorter)
        if (std::binary_search(chosen.begin(), chosen.end(), shorter)) return shorter;
    return -1;
}

std::vector<Move> moves_from(const SearchProblem& problem, const State& state) {
    const double room = problem.budget - bytes_of(problem, state.indexes);
    std::vector<Move> moves;
    for (int index = 0; index < static_cast<int>(problem.candidates.size()); ++index) {
        const auto& added = candidate(problem, index);
        if (std::binary_search(state.indexes.begin(), state.indexes.end(), index)) continue;
        Move move{.added = index, .replaced = replaced_by(problem, state.indexes, index), .extra_bytes = added.bytes};
        if (move.replaced >= 0)
            move.extra_bytes = std::max(1.0, added.bytes - candidate(problem, move.replaced).bytes);
        else if ((problem.step_by_step && added.shorter >= 0) || table_is_full(problem, state.indexes, added.table))
            continue;
        if (move.extra_bytes <= room) moves.push_back(move);
    }
    return moves;
}

// Asks about many moves at once. For a query, the set with everything that the moves add bounds them all; what its
// plan does not use is asked about again without what it used, until nothing new is used and all that is left is
// proven to gain nothing.
class Groups {
public:
    Groups(CostBook& book, const State& state, const std::vector<Move>& moves) : book_{book}, state_{state} {
        rests_.resize(static_cast<std::size_t>(book.queries()), state.indexes);
        for (const auto& move : moves)
            for (int query = 0; query < book.queries(); ++query)
                if (book.concerns(query, move.added)) {
                    auto& rest = rests_[static_cast<std::size_t>(query)];
                    rest = with(rest, move.added);
                }
    }

    // Narrows the bounds of this move for this query. False when no group can do so any more.
    bool ask(int query, int added) {
        auto& rest = rests_[static_cast<std::size_t>(query)];
        if (!std::binary_search(rest.begin(), rest.end(), added) || minus(rest, state_.indexes).size() < 2) return false;
        const auto news = minus(book_.ask(query, rest).used, state_.indexes);
        rest = news.empty() ? state_.indexes : minus(rest, news);
        return true;
    }

private:
    CostBook& book_;
    const State& state_;
    std::vector<IndexSet> rests_;
};

// The move of the best ratio, with exact gain; asks only for moves that may still be it.
Move best_move(const SearchProblem& problem, CostBook& book, const State& state, const Stop& stop) {
    std::priority_queue<Move> open;
    const double least = state.total * problem.least_gain / (1 + problem.least_gain);
    std::vector<Move> moves = moves_from(problem, state);
    for (Move& move : moves) weigh(problem, book, state, move);
    std::erase_if(moves, [&](const Move& move) { return move.most_gain <= least; });
    Groups groups{book, state, moves};
    for (const Move& move : moves) open.push(move);
    while (!open.empty() && !stop()) {
        Move move = open.top();
        open.pop();
        const double hoped = move.best_ratio();
        weigh(problem, book, state, move);  // other answers may have told more since
        if (move.exact() && move.best_ratio() >= hoped) return move;
        if (!move.exact() && !groups.ask(move.widest, move.added)) book.ask(move.widest, after(state, move));
        weigh(problem, book, state, move);
        if (move.most_gain > least) open.push(move);
    }
    return {};
}

}  // namespace

double workload_cost(const SearchProblem& problem, CostBook& book, const IndexSet& indexes) {
    return state_of(problem, book, indexes).total;
}

void explore(const SearchProblem& problem, CostBook& book, const Stop& stop) {
    IndexSet everything;
    for (int index = 0; index < static_cast<int>(problem.candidates.size()); ++index)
        if (candidate(problem, index).bytes <= problem.budget) everything.push_back(index);
    for (int query = 0; query < book.queries(); ++query) {
        const double base = book.ask(query, {}).cost;
        IndexSet rest = book.concerning(query, everything);
        constexpr int most_layers = 12;
        for (int layer = 0; layer < most_layers && !rest.empty() && !stop(); ++layer) {
            const Answer& answer = book.ask(query, rest);
            if (answer.used.empty() || answer.cost >= base) break;
            rest = minus(rest, answer.used);
        }
    }
}

SearchResult grow(const SearchProblem& problem, CostBook& book, const Stop& stop) {
    State state = state_of(problem, book, {});
    while (!stop()) {
        const Move move = best_move(problem, book, state, stop);
        if (move.added < 0) break;
        state = state_of(problem, book, after(state, move));
    }
    return {state.indexes, state.total, !stop()};
}

namespace {

// The workload as the known plans have it: nothing is asked. What it says a set costs, the set costs at most.
class KnownPlans {
public:
    KnownPlans(const SearchProblem& problem, const CostBook& book) : problem_{problem} {
        for (int query = 0; query < book.queries(); ++query) plans_.push_back(book.plans(query));
        for (const auto& plans : plans_)
            for (const auto& plan : plans)
                if (!plan.used.empty()) bundles_.push_back(plan.used);
        std::sort(bundles_.begin(), bundles_.end());
        bundles_.erase(std::unique(bundles_.begin(), bundles_.end()), bundles_.end());
    }

    double cost(const IndexSet& indexes) const {
        double total = upkeep_of(problem_, indexes);
        for (std::size_t query = 0; query < plans_.size(); ++query) total += problem_.weights[query] * cost_of(plans_[query], indexes);
        return total;
    }

    // Adds what gains most per byte, whole plans at a time, until nothing fits or gains.
    IndexSet filled(IndexSet indexes, const Stop& stop) const {
        double room = problem_.budget - bytes_of(problem_, indexes), now = cost(indexes);
        while (!stop()) {
            double best_ratio = 0, best_cost = now;
            IndexSet best;
            for (const auto& bundle : bundles_) {
                const auto missing = minus(bundle, indexes);
                const double bytes = bytes_of(problem_, missing);
                if (missing.empty() || bytes > room) continue;
                const auto more = joined_sets(indexes, missing);
                if (overfull(more)) continue;
                const double here = cost(more), ratio = (now - here) / bytes;
                if (ratio <= best_ratio) continue;
                best_ratio = ratio;
                best_cost = here;
                best = more;
            }
            if (best.empty()) break;
            room -= bytes_of(problem_, minus(best, indexes));
            indexes = std::move(best);
            now = best_cost;
        }
        return indexes;
    }

    // Indexes without which nothing known is dearer.
    IndexSet pruned(IndexSet indexes) const {
        const double now = cost(indexes);
        for (const int index : IndexSet{indexes})
            if (auto fewer = without(indexes, index); cost(fewer) <= now) indexes = std::move(fewer);
        return indexes;
    }

private:
    static double cost_of(const std::vector<Answer>& plans, const IndexSet& indexes) {
        for (const auto& plan : plans)  // cheapest first
            if (is_subset(plan.used, indexes)) return plan.cost;
        return plans.empty() ? 0 : plans.back().cost;
    }
    bool overfull(const IndexSet& indexes) const {
        if (static_cast<int>(indexes.size()) <= problem_.most_of_a_table) return false;
        return std::any_of(indexes.begin(), indexes.end(), [&](int index) {
            return std::count_if(indexes.begin(), indexes.end(), [&](int other) {
                       return candidate(problem_, other).table == candidate(problem_, index).table;
                   }) > problem_.most_of_a_table;
        });
    }

    const SearchProblem& problem_;
    std::vector<std::vector<Answer>> plans_;
    std::vector<IndexSet> bundles_;
};

// The best neighbour by what is known: one or two indexes left out, the room filled again. The same set when none is
// cheaper.
IndexSet best_neighbour(const KnownPlans& known, const IndexSet& indexes, const Stop& stop) {
    IndexSet best = indexes;
    double best_cost = known.cost(indexes);
    const auto consider = [&](const IndexSet& kept) {
        const auto filled = known.pruned(known.filled(kept, stop));
        if (const double here = known.cost(filled); here < best_cost) {
            best_cost = here;
            best = filled;
        }
    };
    consider(indexes);
    for (std::size_t i = 0; i < indexes.size() && !stop(); ++i) {
        const auto one_less = without(indexes, indexes[i]);
        consider(one_less);
        for (std::size_t j = i + 1; j < indexes.size() && !stop(); ++j) consider(without(one_less, indexes[j]));
    }
    return best;
}

// Asks what each query would do beside this set with anything else that fits: plans that nobody has seen yet.
void look_around(const SearchProblem& problem, CostBook& book, const State& state, const Stop& stop) {
    constexpr double worth_asking = 0.002;  // of the workload's cost
    for (int query = 0; query < book.queries() && !stop(); ++query) {
        const auto number = static_cast<std::size_t>(query);
        IndexSet all = state.indexes;
        for (int index = 0; index < static_cast<int>(problem.candidates.size()); ++index)
            if (book.concerns(query, index) && candidate(problem, index).bytes <= problem.budget) all = with(all, index);
        all = book.concerning(query, all);
        const auto bounds = book.bounds(query, all);
        const double possible = problem.weights[number] * (state.costs[number] - bounds.low);
        if (possible > worth_asking * state.total && !bounds.exact()) book.ask(query, all);
    }
}

}  // namespace

SearchResult exchange(const SearchProblem& problem, CostBook& book, SearchResult from, const Stop& stop) {
    State best = state_of(problem, book, from.indexes);
    look_around(problem, book, best, stop);
    constexpr int most_rounds = 40;
    for (int round = 0; round < most_rounds && !stop(); ++round) {
        const KnownPlans known{problem, book};
        const auto next = best_neighbour(known, best.indexes, stop);
        if (next == best.indexes) break;
        State state = state_of(problem, book, next);
        if (state.total >= best.total) break;
        best = std::move(state);
    }
    return {best.indexes, best.total, from.complete && !stop()};
}

SearchResult choose_indexes(const SearchProblem& problem, CostBook& book, const Stop& stop) {
    explore(problem, book, stop);
    return exchange(problem, book, grow(problem, book, stop), stop);
}

}  // namespace assay::query
