// Searches for indexes at seven budgets: published ones and ours, one planner, one set of candidates.
#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "core/text.h"
#include "domain/query/advise/candidates.h"
#include "domain/query/advise/index_search.h"
#include "index_answers.h"
#include "index_references.h"
#include "index_setup.h"

using namespace assay;
using namespace assay::bench;

namespace {

constexpr double megabyte = 1e6;
const query::Stop never = [] { return false; };

struct Options {
    std::string searches = {}, answers = {};
    std::vector<double> budgets_mb = {};
    std::int64_t most_calls = std::numeric_limits<std::int64_t>::max();  // of AutoAdmin's and Relaxation's, each time

    bool wants(std::string_view name) const { return searches.empty() || searches.find(name) != searches.npos; }
};

struct Bench {
    const Setup& setup;
    const query::Tables& tables;
    const Universe& universe;
    query::WhatIf& what_if;
    query::Planner& planner;
    std::vector<double> budgets_mb;
    query::CostBook book;
    double base;

    double relative(const query::IndexSet& set) { return workload_cost(book, set) / base; }
    void show(std::string_view name, double mb, const Choice& choice) {
        const auto budget = mb > 0 ? fmt::format("{:.{}f}", mb, mb < 10 ? 1 : 0) : "-";
        if (!choice.complete) {
            fmt::print("{:<22} {:>7} {:>8} {:>7}\n", name, budget, "given up", choice.calls);
            return;
        }
        fmt::print("{:<22} {:>7} {:>8.4f} {:>7} {:>8.1f} {:>4}\n", name, budget, relative(choice.indexes), choice.calls,
                   universe.size(choice.indexes) / megabyte, choice.indexes.size());
        std::fflush(stdout);
    }
};

query::SearchProblem problem_of(const Universe& universe, double budget, int branches) {
    query::SearchProblem problem;
    std::map<std::string, int> tables;
    for (int i = 0; i < static_cast<int>(universe.candidates.size()); ++i) {
        const auto& columns = universe.candidates[static_cast<std::size_t>(i)];
        const int table = tables.try_emplace(universe.table_of(i), static_cast<int>(tables.size())).first->second;
        const int shorter = columns.size() > 1 ? universe.numbers.at({columns[0]}) : -1;
        problem.candidates.push_back({universe.bytes[static_cast<std::size_t>(i)], 0, table, shorter});
    }
    problem.weights.assign(universe.query_columns.size(), 1);
    problem.budget = budget;
    problem.branches = branches;
    return problem;
}

void show_references(Bench& bench, const Options& options) {
    const auto wanted = [&](std::string_view name) { return options.wants(name); };
    std::int64_t calls = 0;
    for (const double mb : bench.budgets_mb) {
        const double budget = mb * megabyte;
        if (wanted("extend")) {
            const auto choice = extend(bench.universe, bench.planner, budget);
            calls += choice.calls;
            bench.show("Extend", mb, choice);
        }
        if (wanted("db2")) bench.show("DB2Advis", mb, db2_advis(bench.universe, bench.planner, budget));
        if (wanted("relax")) bench.show("Relaxation", mb, relaxation(bench.universe, bench.planner, budget, options.most_calls));
    }
    if (wanted("extend")) fmt::print("Extend: {} calls over the sweep\n", calls);
    if (wanted("auto")) {
        // It is told a number of indexes and knows no bytes: at each budget the cheapest set that fits is its answer.
        std::vector<Choice> made;
        for (int most = 1; most <= 15; ++most) made.push_back(auto_admin(bench.universe, bench.planner, most, 1, options.most_calls));
        if (const auto given_up = std::erase_if(made, [](const Choice& choice) { return !choice.complete; }); given_up > 0)
            fmt::print("AutoAdmin gave up for {} of 15 numbers of indexes\n", given_up);
        for (const double mb : bench.budgets_mb) {
            const Choice* best = nullptr;
            for (const auto& choice : made)
                if (bench.universe.size(choice.indexes) <= mb * megabyte && (!best || bench.relative(choice.indexes) < bench.relative(best->indexes))) best = &choice;
            if (best) bench.show(fmt::format("AutoAdmin k={}", best->indexes.size()), mb, *best);
        }
    }
    if (wanted("dexter"))
        for (const double saving : {0.5, 0.1}) bench.show(fmt::format("Dexter {:.0f} %", saving * 100), 0, dexter(bench.universe, bench.planner, saving));
}

using OurSearch = std::function<query::SearchResult(const query::SearchProblem&, query::CostBook&)>;

// At all budgets, once with a book of its own for each and once with one book of answers for the whole sweep.
void show_ours(std::string_view name, Bench& bench, int branches, const OurSearch& search) {
    std::int64_t alone = 0;
    for (const double mb : bench.budgets_mb) {
        query::CostBook book{bench.planner, bench.universe.relevance()};
        const auto found = search(problem_of(bench.universe, mb * megabyte, branches), book);
        bench.show(name, mb, {found.indexes, book.calls()});
        alone += book.calls();
    }
    query::CostBook book{bench.planner, bench.universe.relevance()};
    std::string costs;
    for (const double mb : bench.budgets_mb) costs += fmt::format(" {:.4f}", bench.relative(search(problem_of(bench.universe, mb * megabyte, branches), book).indexes));
    fmt::print("{:<22} {} calls over the sweep, a book for each budget; {} with one book, costs{}; {} answers out of bounds\n", name, alone, book.calls(), costs,
               book.surprises());
}

// Our own candidates, with the sizes of our model, numbered for a search of their own.
class OwnCandidates : public query::Planner {
public:
    OwnCandidates(Bench& bench, const std::vector<query::Roles>& roles) : bench_{bench} {
        std::set<query::IndexText> wanted;
        for (const auto& each : roles)
            for (const auto& use : each.uses)
                for (const auto& candidate : query::candidates_for(use))
                    if (query::index_bytes(bench.tables, candidate) > 0 && candidate.predicate.empty() && bench.what_if.accepts(candidate)) wanted.insert(candidate);
        texts_.assign(wanted.begin(), wanted.end());
        problem_.weights.assign(bench.universe.query_columns.size(), 1);
        problem_.branches = 8;
        for (std::size_t i = 0; i < texts_.size(); ++i) {
            numbers_.push_back(bench.what_if.add(texts_[i]));
            problem_.candidates.push_back({query::index_bytes(bench.tables, texts_[i]), 0,
                                           static_cast<int>(std::distance(bench.tables.begin(), bench.tables.find(texts_[i].table))),
                                           query::shorter_form(texts_, static_cast<int>(i))});
        }
        for (const auto& each : roles) {
            auto& row = relevant_.emplace_back();
            for (const auto& text : texts_)
                row.push_back(std::any_of(each.uses.begin(), each.uses.end(), [&](const auto& use) { return use.table->name == text.table; }));
        }
    }

    query::Answer plan(int query, const query::IndexSet& indexes) override {
        query::IndexSet theirs, used;
        for (const int index : indexes) theirs = query::with(theirs, numbers_[static_cast<std::size_t>(index)]);
        const auto answer = bench_.planner.plan(query, theirs);
        for (const int index : indexes)
            if (std::binary_search(answer.used.begin(), answer.used.end(), numbers_[static_cast<std::size_t>(index)])) used.push_back(index);
        return {answer.cost, used};
    }

    struct Found {
        query::SearchResult result;
        std::int64_t calls = 0;
    };
    Found within(double bytes) {
        problem_.budget = bytes;
        query::CostBook book{*this, relevant_};
        auto result = choose_indexes(problem_, book, never);
        return {std::move(result), book.calls()};
    }
    const query::IndexText& text(int index) const { return texts_[static_cast<std::size_t>(index)]; }

private:
    Bench& bench_;
    std::vector<query::IndexText> texts_;
    std::vector<int> numbers_;
    std::vector<std::vector<bool>> relevant_;
    query::SearchProblem problem_;
};

// Statements of Extend's set and of ours, for so many MB: what index_execution.py builds and runs.
Result<void> show_sets(Bench& bench, double mb) {
    const auto roles = roles_of_all(bench.setup, bench.tables);
    if (!roles) return tl::unexpected(roles.error());
    OwnCandidates own{bench, *roles};
    for (const int index : extend(bench.universe, bench.planner, mb * megabyte).indexes) fmt::print("extend\t{}\n", bench.what_if.text(index).statement());
    for (const int index : own.within(mb * megabyte).result.indexes) fmt::print("ours\t{}\n", own.text(index).statement());
    return {};
}

// What Extend's sets really take, and what ours reaches in so many bytes: with the same candidates, and with its own.
Result<void> show_real_bytes(Bench& bench) {
    std::vector<double> real;
    for (int i = 0; i < static_cast<int>(bench.universe.candidates.size()); ++i) real.push_back(query::index_bytes(bench.tables, bench.what_if.text(i)));
    const auto roles = roles_of_all(bench.setup, bench.tables);
    if (!roles) return tl::unexpected(roles.error());
    OwnCandidates own{bench, *roles};
    const auto compare = [&](double mb, const query::IndexSet& theirs, double bytes, double real_bytes) {
        auto same = problem_of(bench.universe, bytes, 8);
        for (std::size_t i = 0; i < real.size(); ++i) same.candidates[i].bytes = real[i];
        query::CostBook same_book{bench.planner, bench.universe.relevance()};
        const auto ours = choose_indexes(same, same_book, never);
        const auto wider = own.within(bytes);
        const double extended = bench.relative(theirs), a = bench.relative(ours.indexes), b = wider.result.cost / bench.base;
        fmt::print("{:>7.1f} {:>8.4f} {:>8.1f} {:>8.4f} {:>+5.1f} % {:>7.4f} {:>+5.1f} % {:>6}\n", mb, extended, real_bytes / megabyte, a, 100 * (a / extended - 1), b,
                   100 * (b / extended - 1), wider.calls);
        std::fflush(stdout);
    };
    const auto bytes_of = [&](const query::IndexSet& indexes) {
        double bytes = 0;
        for (const int index : indexes) bytes += real[static_cast<std::size_t>(index)];
        return bytes;
    };
    constexpr const char* heading = "{:>7} {:>8} {:>8} {:>16} {:>15} {:>7}\n";
    fmt::print("\nA budget of so many real bytes, which HypoPG's sizes leave unused in part (sizes by the model of built indexes):\n");
    fmt::print(heading, "MB", "Extend", "MB real", "ours, the same", "ours, its own", "calls");
    for (const double mb : bench.budgets_mb) {
        const auto theirs = extend(bench.universe, bench.planner, mb * megabyte);
        compare(mb, theirs.indexes, mb * megabyte, bytes_of(theirs.indexes));
    }
    fmt::print("\nNo more bytes than Extend's set really takes:\n");
    fmt::print(heading, "MB", "Extend", "MB real", "ours, the same", "ours, its own", "calls");
    for (const double mb : bench.budgets_mb) {
        const auto theirs = extend(bench.universe, bench.planner, mb * megabyte);
        compare(mb, theirs.indexes, bytes_of(theirs.indexes), bytes_of(theirs.indexes));
    }
    return {};
}

Result<void> measure(const std::string& folder, const std::string& queries, const Options& options) {
    auto setup = open_setup(folder, queries);
    if (!setup) return tl::unexpected(setup.error());
    auto root = setup->database().connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    auto tables = query::read_tables(*root);
    if (!tables) return tl::unexpected(tables.error());
    auto opened = query::WhatIf::open(setup->database());
    if (!opened) return tl::unexpected(opened.error());
    if (auto set = opened->set("set max_parallel_workers_per_gather = 0; set jit = off"); !set) return set;
    auto universe = universe_of(*setup, *opened, *tables);
    if (!universe) return tl::unexpected(universe.error());
    for (const auto& statement : setup->statements) {
        const int number = opened->add_query(statement);
        if (const auto plan = opened->explain(number, {}); !plan) return fail(setup->names[static_cast<std::size_t>(number)] + ": " + plan.error().message);
    }
    Answers planner{*opened, setup->statements, options.answers};
    Bench bench{*setup, *tables, *universe, *opened, planner, {50, 100, 250, 500, 1000, 1500, 2000}, {planner, universe->relevance()}, 0};
    bench.base = workload_cost(bench.book, {});
    if (starts_with(options.searches, "sets=")) return show_sets(bench, std::stod(options.searches.substr(5)));
    if (!options.budgets_mb.empty()) {
        bench.budgets_mb = options.budgets_mb;
    } else if (!setup->is_tpch) {
        const double all = universe->size(extend(*universe, planner, 1e15).indexes) / megabyte;
        bench.budgets_mb.clear();
        for (const double share : {0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0}) bench.budgets_mb.push_back(all * share);
    }
    fmt::print("{} queries, {} candidates, cost without indexes {:.0f}\n", setup->statements.size(), universe->candidates.size(), bench.base);
    fmt::print("{:<22} {:>7} {:>8} {:>7} {:>8} {:>4}\n", "search", "MB", "cost", "calls", "MB used", "n");
    show_references(bench, options);
    if (options.wants("ours"))
        for (const int branches : {0, 8, 16})
            show_ours(fmt::format("ours, K={}", branches), bench, branches, [](const auto& problem, auto& book) { return choose_indexes(problem, book, never); });
    if (options.wants("parts")) {
        show_ours("growing alone", bench, 0, [](const auto& problem, auto& book) {
            explore(problem, book, never);
            return grow(problem, book, never);
        });
        show_ours("known plans, K=8", bench, 8, [](const auto& problem, auto& book) {
            explore(problem, book, never);
            return exchange(problem, book, {}, never);
        });
    }
    if (options.wants("real"))
        if (auto done = show_real_bytes(bench); !done) return done;
    if (!opened->first_error().empty()) fmt::print("an error: {}\n", opened->first_error());
    return {};
}

}  // namespace

// index_advisor BASE QUERIES [searches] [--answers=FILE] [--budgets=MB,…] [--most-calls=N]
int main(int count, char** words) {
    Options options;
    std::vector<std::string_view> places;
    for (const std::string_view word : std::vector<std::string_view>(words + 1, words + count)) {
        if (starts_with(word, "--answers=")) {
            options.answers = word.substr(10);
        } else if (starts_with(word, "--budgets=")) {
            for (const auto mb : split(word.substr(10), ',')) options.budgets_mb.push_back(std::stod(std::string{mb}));
        } else if (starts_with(word, "--most-calls=")) {
            options.most_calls = std::stoll(std::string{word.substr(13)});
        } else {
            places.push_back(word);
        }
    }
    if (places.size() < 2 || places.size() > 3) {
        fmt::print(stderr, "index_advisor BASE QUERIES.sql [extend,db2,relax,auto,dexter,ours,parts,real | sets=MB] [--answers=FILE]\n"
                           "              [--budgets=MB,…] [--most-calls=N]\n"
                           "BASE: a folder of TPC-H's statistics, or what assay query index takes\n"
                           "Without --budgets they are TPC-H's usual ones, of other workloads shares of what Extend takes without a budget\n"
                           "FILE keeps the planner's answers for the next run; AutoAdmin and Relaxation give up after N calls\n");
        return 2;
    }
    if (places.size() > 2) options.searches = places[2];
    const auto done = measure(std::string{places[0]}, std::string{places[1]}, options);
    if (!done) fmt::print(stderr, "index_advisor: {}\n", done.error().text());
    return done ? 0 : 1;
}
