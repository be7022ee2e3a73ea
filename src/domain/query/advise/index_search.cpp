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
        const auto bounds = book.bounds(query, book.concerning(query, indexes));
        const double weight = problem.weights[number];
        move.most_gain += weight * (state.costs[number] - bounds.low);
        move.sure_gain += weight * (state.costs[number] - bounds.high);
        if (!bounds.exact() && weight * (bounds.high - bounds.low) > widest) {
            widest = weight * (bounds.high - bounds.low);
            move.widest = query;
        }
    }
}

std::vector<Move> moves_from(const SearchProblem& problem, const State& state) {
    const double room = problem.budget - bytes_of(problem, state.indexes);
    std::vector<Move> moves;
    for (int index = 0; index < static_cast<int>(problem.candidates.size()); ++index) {
        const auto& added = candidate(problem, index);
        if (std::binary_search(state.indexes.begin(), state.indexes.end(), index)) continue;
        Move move{.added = index, .extra_bytes = added.bytes};
        if (added.shorter >= 0) {
            if (!std::binary_search(state.indexes.begin(), state.indexes.end(), added.shorter)) continue;
            move.replaced = added.shorter;
            move.extra_bytes = std::max(1.0, added.bytes - candidate(problem, added.shorter).bytes);
        } else if (table_is_full(problem, state.indexes, added.table)) {
            continue;
        }
        if (move.extra_bytes <= room) moves.push_back(move);
    }
    return moves;
}

// The move of the best ratio, with exact gain; asks only for moves that may still be it.
Move best_move(const SearchProblem& problem, CostBook& book, const State& state, const Stop& stop) {
    std::priority_queue<Move> open;
    const double least = state.total * problem.least_gain / (1 + problem.least_gain);
    const auto put = [&](Move move) {
        weigh(problem, book, state, move);
        if (move.most_gain > least) open.push(move);
    };
    for (const Move& move : moves_from(problem, state)) put(move);
    while (!open.empty() && !stop()) {
        Move move = open.top();
        open.pop();
        const double hoped = move.best_ratio();
        weigh(problem, book, state, move);  // other answers may have told more since
        if (move.exact() && move.best_ratio() >= hoped) return move;
        if (!move.exact()) book.ask(move.widest, after(state, move));
        put(move);
    }
    return {};
}

}  // namespace

double workload_cost(const SearchProblem& problem, CostBook& book, const IndexSet& indexes) {
    return state_of(problem, book, indexes).total;
}

void explore(const SearchProblem& problem, CostBook& book, const Stop& stop) {
    IndexSet everything;
    for (int index = 0; index < static_cast<int>(problem.candidates.size()); ++index) everything.push_back(index);
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

}  // namespace assay::query
