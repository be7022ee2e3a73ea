// Searches for indexes at seven budgets: published ones and ours, one planner, one set of candidates.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "domain/query/advise/index_search.h"
#include "domain/query/prove/what_if.h"
#include "index_references.h"
#include "lab/lab.h"
#include "lab/statistics.h"
#include "sql/script.h"
#include "world/files.h"

using namespace assay;
using namespace assay::bench;

namespace {

// Answers are kept over all searches, which does not change what each of them counts.
class Remembering : public query::Planner {
public:
    explicit Remembering(query::Planner& planner) : planner_{planner} {}
    query::Answer plan(int query, const query::IndexSet& indexes) override {
        const auto [at, is_new] = known_.try_emplace({query, indexes});
        if (is_new) at->second = planner_.plan(query, indexes);
        return at->second;
    }

private:
    query::Planner& planner_;
    std::map<std::pair<int, query::IndexSet>, query::Answer> known_;
};

struct Setup {
    std::unique_ptr<lab::Server> server;
    std::unique_ptr<lab::Database> database;
    std::vector<std::string> names, statements;
};

Result<void> read_queries(const std::string& path, Setup& setup) {
    auto text = read_file(path);
    if (!text) return tl::unexpected(text.error());
    auto pieces = sql::split(*text, path);
    if (!pieces) return tl::unexpected(pieces.error());
    const std::vector<std::string_view> left_out{"Q2", "Q17", "Q20"};  // as in the literature: they outweigh all others
    for (const auto& piece : *pieces) {
        if (piece.kind != sql::PieceKind::statement) continue;
        const auto at = piece.before.rfind("-- name: ");
        const auto name = at == piece.before.npos ? fmt::format("{}", setup.names.size() + 1)
                                                  : std::string{trimmed(piece.before.substr(at + 9))};
        if (std::find(left_out.begin(), left_out.end(), name) != left_out.end()) continue;
        setup.names.push_back(name);
        setup.statements.emplace_back(piece.text);
    }
    return {};
}

// A folder with schema.sql, …-stats.sql and …-relation-bytes.txt.
Result<Setup> open_statistics(const std::string& folder, const std::string& queries) {
    Setup setup;
    auto server = lab::Server::start();
    if (!server) return tl::unexpected(server.error());
    setup.server = std::move(*server);
    auto database = setup.server->create_database();
    if (!database) return tl::unexpected(database.error());
    setup.database = std::move(*database);
    auto owner = setup.database->connect();
    auto root = setup.database->connect_as_superuser();
    auto schema = read_file(folder + "/schema.sql"), statistics = read_file(folder + "/sf1-stats.sql");
    auto bytes = read_file(folder + "/sf1-relation-bytes.txt");
    if (!owner || !root || !schema || !statistics || !bytes) return fail("cannot read " + folder);
    std::string ddl;
    for (const auto line : lines_of(*schema))
        if (!starts_with(line, "\\")) ddl.append(line).append("\n");
    if (auto done = owner->query(ddl); !done) return tl::unexpected(done.error());
    if (auto done = root->query("set search_path = public; " + *statistics); !done) return tl::unexpected(done.error());
    std::vector<std::pair<std::string, std::int64_t>> sizes;
    for (const auto line : lines_of(*bytes))
        if (const auto parts = split(line, '|'); parts.size() == 2)
            sizes.emplace_back("public." + std::string{parts[0]}, std::stoll(std::string{parts[1]}));
    if (auto done = lab::give_sizes(*setup.database, sizes); !done) return tl::unexpected(done.error());
    if (auto done = read_queries(queries, setup); !done) return tl::unexpected(done.error());
    return setup;
}

// Columns are taken for a query's when their names stand anywhere in its text, as the references do.
Result<Universe> universe_of(const Setup& setup, query::WhatIf& what_if) {
    auto session = setup.database->connect_as_superuser();
    if (!session) return tl::unexpected(session.error());
    auto rows = session->query(
        "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = "
        "'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by a.attname collate \"C\"");
    if (!rows) return tl::unexpected(rows.error());
    Universe universe;
    for (int row = 0; row < rows->size(); ++row)
        universe.columns.push_back({std::string{rows->text(row, 0)}, std::string{rows->text(row, 1)}});
    std::vector<bool> named(universe.columns.size());
    for (const auto& statement : setup.statements) {
        auto& own = universe.query_columns.emplace_back();
        for (std::size_t i = 0; i < universe.columns.size(); ++i)
            if (statement.find(universe.columns[i].name) != std::string::npos) {
                own.push_back(static_cast<int>(i));
                named[i] = true;
            }
    }
    const auto add = [&](const std::vector<int>& columns) -> Result<void> {
        query::IndexText text{.table = "public." + universe.columns[static_cast<std::size_t>(columns[0])].table};
        for (const int column : columns) text.keys.push_back(universe.columns[static_cast<std::size_t>(column)].name);
        const int number = what_if.add(text);
        auto bytes = what_if.hypopg_bytes(number);
        if (!bytes) return tl::unexpected(bytes.error());
        universe.numbers[columns] = number;
        universe.candidates.push_back(columns);
        universe.bytes.push_back(*bytes);
        return {};
    };
    for (std::size_t a = 0; a < named.size(); ++a) {
        if (!named[a]) continue;
        if (auto done = add({static_cast<int>(a)}); !done) return tl::unexpected(done.error());
        for (std::size_t b = 0; b < named.size(); ++b)
            if (a != b && named[b] && universe.columns[a].table == universe.columns[b].table)
                if (auto done = add({static_cast<int>(a), static_cast<int>(b)}); !done) return tl::unexpected(done.error());
    }
    return universe;
}

constexpr double megabyte = 1e6;
constexpr double budgets_mb[]{50, 100, 250, 500, 1000, 1500, 2000};

struct Row {
    std::string name;
    std::vector<std::string> cells;
};

class Table {
public:
    Table(const Universe& universe, query::Planner& planner)
        : universe_{universe}, book_{planner, universe.relevance()}, base_{workload_cost(book_, {})} {}

    double base() const { return base_; }
    double relative(const query::IndexSet& set) { return workload_cost(book_, set) / base_; }
    void show(std::string_view name, double budget, const Choice& choice) {
        fmt::print("{:<22} {:>6} {:>8.4f} {:>7} {:>8.0f} {:>4}\n", name, budget > 0 ? fmt::format("{:.0f}", budget) : "-",
                   relative(choice.indexes), choice.calls, universe_.size(choice.indexes) / megabyte, choice.indexes.size());
        std::fflush(stdout);
    }

private:
    const Universe& universe_;
    query::CostBook book_;
    double base_;
};

query::SearchProblem problem_of(const Universe& universe, double budget) {
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
    return problem;
}

using OurSearch = std::function<query::SearchResult(const query::SearchProblem&, query::CostBook&)>;

// Ours at all budgets, once with a book of its own for each and once with one book of answers for the whole sweep.
void show_ours(std::string_view name, const Universe& universe, query::Planner& planner, Table& table, const OurSearch& search) {
    std::int64_t alone = 0;
    for (const double mb : budgets_mb) {
        query::CostBook book{planner, universe.relevance()};
        const auto found = search(problem_of(universe, mb * megabyte), book);
        table.show(name, mb, {found.indexes, book.calls()});
        alone += book.calls();
    }
    query::CostBook book{planner, universe.relevance()};
    std::string costs;
    for (const double mb : budgets_mb)
        costs += fmt::format(" {:.4f}", table.relative(search(problem_of(universe, mb * megabyte), book).indexes));
    fmt::print("{:<22} {} calls each alone; {} over the sweep with one book, costs{}; {} answers out of bounds\n", name, alone, book.calls(),
               costs, book.surprises());
}

Result<void> measure(const std::string& folder, const std::string& queries, std::string_view which) {
    auto setup = open_statistics(folder, queries);
    if (!setup) return tl::unexpected(setup.error());
    auto opened = query::WhatIf::open(*setup->database);
    if (!opened) return tl::unexpected(opened.error());
    if (auto set = opened->set("set max_parallel_workers_per_gather = 0; set jit = off"); !set) return set;
    auto universe = universe_of(*setup, *opened);
    if (!universe) return tl::unexpected(universe.error());
    for (const auto& statement : setup->statements) opened->add_query(statement);
    Remembering planner{*opened};
    Table table{*universe, planner};
    fmt::print("{} queries, {} candidates, cost without indexes {:.0f}\n", setup->statements.size(), universe->candidates.size(), table.base());
    fmt::print("{:<22} {:>6} {:>8} {:>7} {:>8} {:>4}\n", "search", "MB", "cost", "calls", "MB used", "n");
    const auto wanted = [&](std::string_view name) { return which.empty() || which.find(name) != which.npos; };
    for (const double mb : budgets_mb) {
        const double budget = mb * megabyte;
        if (wanted("extend")) table.show("Extend", mb, extend(*universe, planner, budget));
        if (wanted("db2")) table.show("DB2Advis", mb, db2_advis(*universe, planner, budget));
        if (wanted("relax")) table.show("Relaxation", mb, relaxation(*universe, planner, budget));
    }
    if (wanted("auto"))
        for (const int most : {6, 9, 13}) table.show(fmt::format("AutoAdmin k={}", most), 0, auto_admin(*universe, planner, most, 1));
    if (wanted("dexter"))
        for (const double saving : {0.5, 0.1}) table.show(fmt::format("Dexter {:.0f} %", saving * 100), 0, dexter(*universe, planner, saving));
    const query::Stop never = [] { return false; };
    if (wanted("grow"))
        show_ours("ours: grow", *universe, planner, table, [&](const auto& problem, auto& book) {
            explore(problem, book, never);
            return grow(problem, book, never);
        });
    if (wanted("ours"))
        for (const int branches : {0, 8, 16})
            for (const double indifference : {0.0})
                show_ours(fmt::format("ours K={}, {:.1f} %", branches, indifference * 100), *universe, planner, table, [&](auto problem, auto& book) {
                    problem.branches = branches;
                    problem.indifference = indifference;
                    return choose_indexes(problem, book, never);
                });
    if (wanted("known"))
        for (const int branches : {0, 8, 16, 30})
            show_ours(fmt::format("known plans, K={}", branches), *universe, planner, table, [&](auto problem, auto& book) {
                problem.branches = branches;
                explore(problem, book, never);
                return exchange(problem, book, {}, never);
            });
    if (!opened->first_error().empty()) fmt::print("an error: {}\n", opened->first_error());
    return {};
}

}  // namespace

// index_advisor FOLDER QUERIES [searches]
int main(int count, char** words) {
    if (count < 3) {
        fmt::print(stderr, "index_advisor FOLDER-OF-STATISTICS QUERIES.sql [extend,db2,relax,auto,dexter,ours]\n");
        return 2;
    }
    const auto done = measure(words[1], words[2], count > 3 ? words[3] : "");
    if (!done) fmt::print(stderr, "index_advisor: {}\n", done.error().text());
    return done ? 0 : 1;
}
