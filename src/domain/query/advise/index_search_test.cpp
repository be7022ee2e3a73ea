// The search against all sets there are, on small problems made at random; the book of costs and its bounds.
#include "domain/query/advise/index_search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "domain/query/advise/known_plans.h"

namespace assay::query {

namespace {

// A query's plans: what each uses, what it costs. The cheapest whose indexes are there is taken: monotone.
struct SmallPlanner : Planner {
    std::vector<std::vector<Answer>> plans;
    Answer plan(int query, const IndexSet& indexes) override {
        Answer best{.cost = 1e18};
        for (const auto& each : plans[static_cast<std::size_t>(query)])
            if (each.cost < best.cost && is_subset(each.used, indexes)) best = each;
        return best;
    }
};

struct SmallWorld {
    SmallPlanner planner;
    SearchProblem problem;
    std::vector<std::vector<bool>> relevant;
};

// Candidates 2k + 1 are longer forms of 2k. Plans use one index, or two of different tables together.
SmallWorld world(unsigned seed, int pairs, int queries) {
    std::mt19937 random{seed};
    const auto number = [&](int low, int high) { return std::uniform_int_distribution<int>{low, high}(random); };
    SmallWorld made;
    for (int i = 0; i < pairs; ++i) {
        const double bytes = number(1, 20);
        made.problem.candidates.push_back({bytes, 0, i / 2, -1});
        made.problem.candidates.push_back({bytes + number(1, 10), 0, i / 2, 2 * i});
    }
    const int count = 2 * pairs;
    for (int query = 0; query < queries; ++query) {
        const double base = number(100, 1000);
        std::vector<Answer> plans{{base, {}}};
        for (int index = 0; index < count; ++index)
            if (number(0, 3) == 0) plans.push_back({base * number(20, 98) / 100, {index}});
        for (int tries = 0; tries < 3; ++tries) {
            const int a = number(0, count - 1), b = number(0, count - 1);
            if (a != b) plans.push_back({base * number(5, 60) / 100, with({a}, b)});
        }
        made.planner.plans.push_back(std::move(plans));
        made.problem.weights.push_back(number(1, 5));
    }
    double all = 0;
    for (const auto& candidate : made.problem.candidates) all += candidate.bytes;
    made.problem.budget = all * number(10, 60) / 100;
    made.relevant.assign(static_cast<std::size_t>(queries), std::vector<bool>(static_cast<std::size_t>(count), true));
    return made;
}

double cost_of(SmallWorld& world, const IndexSet& indexes) {
    double cost = 0;
    for (int query = 0; query < static_cast<int>(world.planner.plans.size()); ++query)
        cost += world.problem.weights[static_cast<std::size_t>(query)] * world.planner.plan(query, indexes).cost;
    for (const int index : indexes) cost += world.problem.candidates[static_cast<std::size_t>(index)].upkeep;
    return cost;
}

double bytes_of(const SmallWorld& world, const IndexSet& indexes) {
    double bytes = 0;
    for (const int index : indexes) bytes += world.problem.candidates[static_cast<std::size_t>(index)].bytes;
    return bytes;
}

double best_cost(SmallWorld& world) {
    double best = 1e18;
    const int count = static_cast<int>(world.problem.candidates.size());
    for (int mask = 0; mask < 1 << count; ++mask) {
        IndexSet set;
        for (int index = 0; index < count; ++index)
            if (mask >> index & 1) set.push_back(index);
        if (bytes_of(world, set) <= world.problem.budget) best = std::min(best, cost_of(world, set));
    }
    return best;
}

// Extend as published, by asking for everything.
double extend_cost(SmallWorld& world) {
    IndexSet chosen;
    double cost = cost_of(world, chosen);
    for (;;) {
        IndexSet best;
        double best_ratio = 0, next = cost;
        for (int index = 0; index < static_cast<int>(world.problem.candidates.size()); ++index) {
            const auto& added = world.problem.candidates[static_cast<std::size_t>(index)];
            if (std::count(chosen.begin(), chosen.end(), index)) continue;
            if (added.shorter >= 0 && !std::count(chosen.begin(), chosen.end(), added.shorter)) continue;
            auto set = with(chosen, index);
            if (added.shorter >= 0) set = without(set, added.shorter);
            const double here = cost_of(world, set), extra = bytes_of(world, set) - bytes_of(world, chosen);
            if (here * (1 + world.problem.least_gain) >= cost || bytes_of(world, set) > world.problem.budget) continue;
            if (const double ratio = (cost - here) / extra; ratio > best_ratio) {
                best_ratio = ratio;
                best = set;
                next = here;
            }
        }
        if (best_ratio == 0) return cost;
        chosen = best;
        cost = next;
    }
}

const Stop never = [] { return false; };

}  // namespace

TEST_SUITE("query: the book of costs") {
    TEST_CASE("an answer tells of every set between what it used and what it had") {
        SmallPlanner planner;
        planner.plans = {{{100, {}}, {40, {1}}, {10, {1, 3}}}};
        CostBook book{planner, {{true, true, true, true, true}}};
        CHECK(book.ask(0, {}).cost == 100);
        CHECK(book.ask(0, {0, 1, 2}).used == IndexSet{1});
        CHECK(book.bounds(0, {1}).exact());
        CHECK(book.bounds(0, {1, 2}).high == 40);
        CHECK(book.cost(0, {0, 1}) == 40);
        CHECK(book.calls() == 2);
        const auto open = book.bounds(0, {0, 1, 2, 3});
        CHECK((open.low == 0 && open.high == 40));
        CHECK(book.bounds(0, {0}).low == 40);   // within what was asked
        CHECK(book.bounds(0, {0}).high == 100);
        CHECK(book.cost(0, {1, 3}) == 10);
        CHECK(book.cost(0, {1, 3}) == 10);
        CHECK(book.calls() == 3);
        CHECK(book.surprises() == 0);
    }

    TEST_CASE("bounds hold, and asking narrows them") {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            auto made = world(seed, 4, 3);
            CostBook book{made.planner, made.relevant};
            for (int query = 0; query < 3; ++query) book.ask(query, {});
            std::mt19937 random{seed};
            for (int step = 0; step < 30; ++step) {
                IndexSet set, other;
                for (int index = 0; index < 8; ++index) {
                    if (random() % 2) set.push_back(index);
                    if (random() % 2) other.push_back(index);
                }
                const int query = static_cast<int>(random() % 3);
                const auto before = book.bounds(query, set);
                const double truth = made.planner.plan(query, set).cost;
                CHECK((before.low <= truth && truth <= before.high));
                book.ask(query, other);
                const auto after = book.bounds(query, set);
                CHECK((before.low <= after.low && after.high <= before.high));
            }
            CHECK(book.surprises() == 0);
        }
    }

    TEST_CASE("indexes of other tables do not make a question another one") {
        SmallPlanner planner;
        planner.plans = {{{100, {}}, {40, {0}}}};
        CostBook book{planner, {{true, false}}};
        book.ask(0, {});
        book.ask(0, {1});
        CHECK(book.calls() == 1);
        CHECK(book.plans(0).size() == 1);
    }

    TEST_CASE("a planner that is not monotone is seen, and its answers count") {
        struct Odd : Planner {
            Answer plan(int, const IndexSet& indexes) override { return indexes.empty() ? Answer{10, {}} : Answer{20, {}}; }
        } planner;
        CostBook book{planner, {{true}}};
        book.ask(0, {});
        CHECK(book.cost(0, {0}, false) == 20);
        CHECK(book.surprises() == 1);
        CHECK(book.cost(0, {0}) == 20);
    }
}

TEST_SUITE("query: index search") {
    TEST_CASE("within the budget, never worse than Extend, near the best of all sets") {
        for (const int branches : {0, 8}) {
            CAPTURE(branches);
            double worst = 0, sum = 0;
            constexpr int worlds = 150;
            for (unsigned seed = 1; seed <= worlds; ++seed) {
                auto made = world(seed, 5, 6);
                made.problem.branches = branches;
                CostBook book{made.planner, made.relevant};
                const auto found = choose_indexes(made.problem, book, never);
                CAPTURE(seed);
                CHECK(found.complete);
                CHECK(bytes_of(made, found.indexes) <= made.problem.budget);
                CHECK(found.cost == doctest::Approx(cost_of(made, found.indexes)));
                CHECK(found.cost <= extend_cost(made) * 1.000001);
                const double best = best_cost(made);
                CHECK(found.cost >= best * 0.999999);
                worst = std::max(worst, found.cost / best - 1);
                sum += found.cost / best - 1;
            }
            CHECK(sum / worlds <= (branches ? 0.001 : 0.02));
            CHECK(worst <= (branches ? 0.02 : 0.3));
        }
    }

    TEST_CASE("by the plans that are known, the best of all sets") {
        for (unsigned seed = 200; seed < 300; ++seed) {
            auto made = world(seed, 5, 6);
            CostBook book{made.planner, made.relevant};
            for (int query = 0; query < book.queries(); ++query)
                for (const auto& plan : made.planner.plans[static_cast<std::size_t>(query)]) book.ask(query, plan.used);
            const KnownPlans known{made.problem, book};
            const auto chosen = known.improved({}, never);
            CAPTURE(seed);
            CHECK(known.cost(chosen) == doctest::Approx(cost_of(made, chosen)));
            CHECK(cost_of(made, chosen) <= best_cost(made) * 1.02);
        }
    }

    TEST_CASE("at most so many of a table") {
        for (unsigned seed = 1; seed <= 30; ++seed) {
            auto made = world(seed, 5, 6);
            made.problem.most_of_a_table = 1;
            CostBook book{made.planner, made.relevant};
            std::vector<int> tables;
            for (const int index : choose_indexes(made.problem, book, never).indexes)
                tables.push_back(made.problem.candidates[static_cast<std::size_t>(index)].table);
            CHECK(std::adjacent_find(tables.begin(), tables.end()) == tables.end());
        }
    }

    TEST_CASE("an index that costs its writes more than it gains is not chosen") {
        SmallWorld made = world(1, 1, 1);
        made.planner.plans = {{{100, {}}, {50, {0}}}};
        made.problem.weights = {1};
        made.problem.budget = 1e9;
        made.problem.candidates[0].upkeep = 60;
        CostBook book{made.planner, made.relevant};
        CHECK(choose_indexes(made.problem, book, never).indexes.empty());
        made.problem.candidates[0].upkeep = 40;
        CostBook again{made.planner, made.relevant};
        const auto found = choose_indexes(made.problem, again, never);
        CHECK(found.indexes == IndexSet{0});
        CHECK(found.cost == doctest::Approx(90));
    }

    TEST_CASE("stopped at any time it gives what it has, within the budget and no dearer than nothing") {
        auto made = world(7, 5, 6);
        const double base = cost_of(made, {});
        double last = base;
        for (const int after : {0, 3, 10, 30, 100, 1000}) {
            CostBook book{made.planner, made.relevant};
            int asked = 0;
            const auto found = choose_indexes(made.problem, book, [&] { return asked++ >= after; });
            CHECK(bytes_of(made, found.indexes) <= made.problem.budget);
            CHECK(found.cost <= base);
            CHECK(found.cost == doctest::Approx(cost_of(made, found.indexes)));
            last = found.cost;
            if (after == 0) CHECK_FALSE(found.complete);
        }
        CHECK(last < base);
    }
}

}  // namespace assay::query
