// Counts the rows that two or more conditions find together in the base, and what the planner expects: as it is, and with
// statistics of how the columns depend on each other.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/finding.h"
#include "core/text.h"
#include "domain/query/model/column_roles.h"
#include "domain/query/prove/plan_scan.h"
#include "domain/query/read/table_statistics.h"
#include "sql/tree.h"

namespace assay::query {

namespace {

constexpr double wrong = 3.0;  // an estimate off by this factor or more
constexpr double alike = 5.0;  // the base's rows and the plan's, to be compared at all

double factor(double a, double b) {
    const double ratio = std::max(1.0, a) / std::max(1.0, b);
    return std::max(ratio, 1 / ratio);
}

// CREATE STATISTICS for what the condition compares; empty when that is fewer than two columns.
Result<std::string> statistics_for(lab::Database& database, const std::string& statement, const std::string& table) {
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    const auto tables = read_tables(*root);
    if (!tables) return tl::unexpected(tables.error());
    std::string made;
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto tree = sql::Tree::parse(parser, statement);
        if (!tree) return;
        for (const sql::Node each : tree->root()["stmts"])
            for (const auto& use : roles_of(each["stmt"], *tables).uses) {
                auto columns = use.equal;
                columns.insert(columns.end(), use.ranged.begin(), use.ranged.end());
                std::sort(columns.begin(), columns.end());
                columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
                if (columns.size() >= 2)
                    made = fmt::format("create statistics assay_statistics ({}) on {} from {}", use.ranged.empty() ? "dependencies" : "mcv", joined(columns, ", "), table);
            }
    });
    if (!parsed) return tl::unexpected(parsed.error());
    return made;
}

}  // namespace

Outcome dependent_columns(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{1'000})) return Outcome::out_of_budget();
    const auto scan = scan_of(subject.map, subject.id);
    if (!scan || scan->condition.empty()) return Outcome::needs("a table and a condition in the plan's node");
    const auto table = base_table(lab, *scan);
    if (!table) return Outcome::needs(table.error().message);
    if (!table->filled) return Outcome::needs(fmt::format("rows of {}: statistics alone do not tell how columns depend on each other", table->name));
    const auto statement = statement_of(*scan, *table);
    const auto statistics = statistics_for(lab.database(), statement, table->name);
    if (!statistics) return Outcome::needs(statistics.error().message);
    if (statistics->empty()) return Outcome::needs("two columns compared with values: " + scan->condition);

    auto counted = lab.run(fmt::format("select count(*) from ({}) as scan", statement));
    const auto before = estimate(lab, statement);
    if (!counted || !before) return Outcome::needs(lab.last_error().message);
    const double rows = counted->real(0, 0);
    if (factor(rows, scan->kept) > alike)
        return Outcome::needs(fmt::format("rows like the plan's: the conditions find {:.0f} in the base, {:.0f} in the plan", rows, scan->kept));
    const auto found = fmt::format("{:.0f} rows expected of {:.0f}", before->rows, rows);
    if (factor(before->rows, rows) < wrong)
        return Outcome::refuted(lab.proof("counted the rows in the base beside the planner's estimate, with fresh statistics", found, "the estimate is right"));
    if (!lab.run(*statistics) || !lab.run("analyze " + table->name)) return Outcome::needs(lab.last_error().message);
    const auto after = estimate(lab, statement);
    if (!after) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof("counted the rows in the base beside the planner's estimate, without and with statistics of both columns", found,
                           fmt::format("{:.0f} rows expected of {:.0f}", after->rows, rows));
    if (factor(after->rows, rows) >= factor(before->rows, rows) / 2)
        return Outcome::refuted(std::move(proof));  // wrong for another reason
    auto fix = proof;
    return Outcome::proven(std::move(proof), std::move(fix));
}

}  // namespace assay::query
