#include "domain/query/advise/index_search.h"

#include <algorithm>
#include <queue>
#include <set>

#include "domain/query/advise/known_plans.h"

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

namespace {

// The plan with all of these, then again and again without those that were used, until nothing is gained.
void peel(CostBook& book, int query, IndexSet rest, double base, const Stop& stop) {
    constexpr int most_layers = 12;
    for (int layer = 0; layer < most_layers && !rest.empty() && !stop(); ++layer) {
        const Answer& answer = book.ask(query, rest);
        if (answer.used.empty() || answer.cost >= base) break;
        rest = minus(rest, answer.used);
    }
}

// The next best plans, each found by forbidding one index of a better one (Lawler's procedure).
void branch(CostBook& book, int query, const IndexSet& all, double base, int most, const Stop& stop) {
    std::set<std::pair<double, IndexSet>> open{{book.ask(query, all).cost, all}};
    std::set<IndexSet> seen;
    const auto before = book.calls();
    while (!open.empty() && book.calls() - before < most && !stop()) {
        const IndexSet from = open.begin()->second;
        open.erase(open.begin());
        for (const int index : IndexSet{book.ask(query, from).used}) {
            const IndexSet fewer = without(from, index);
            if (fewer.empty() || !seen.insert(fewer).second) continue;
            if (const double cost = book.ask(query, fewer).cost; cost < base) open.insert({cost, fewer});
        }
    }
}

}  // namespace

void explore(const SearchProblem& problem, CostBook& book, const Stop& stop) {
    IndexSet everything;
    for (int index = 0; index < static_cast<int>(problem.candidates.size()); ++index)
        if (candidate(problem, index).bytes <= problem.budget) everything.push_back(index);
    for (int query = 0; query < book.queries(); ++query) {
        const double base = book.ask(query, {}).cost;
        const IndexSet own = book.concerning(query, everything);
        peel(book, query, own, base, stop);
        if (!own.empty() && problem.branches > 0 && !stop()) branch(book, query, own, base, problem.branches, stop);
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
        const auto next = KnownPlans{problem, book}.improved(best.indexes, stop);
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
