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

// What the condition compares; no columns when that are fewer than two.
struct Compared {
    std::vector<std::string> columns = {};
    std::string_view kind = {};  // of statistics: with ranges, only lists of common combinations tell

    std::string statement(std::string_view name, const std::string& table) const {
        return fmt::format("CREATE STATISTICS {} ({}) ON {} FROM {}", name, kind, joined(columns, ", "), table);
    }
};

Result<Compared> compared_in(lab::Database& database, const std::string& statement) {
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    const auto tables = read_tables(*root);
    if (!tables) return tl::unexpected(tables.error());
    Compared made;
    auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto tree = sql::Tree::parse(parser, statement);
        if (!tree) return;
        for (const sql::Node each : tree->root()["stmts"])
            for (const auto& use : roles_of(each["stmt"], *tables).uses) {
                auto columns = use.equal;
                columns.insert(columns.end(), use.ranged.begin(), use.ranged.end());
                std::sort(columns.begin(), columns.end());
                columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
                if (columns.size() >= 2) made = {std::move(columns), use.ranged.empty() ? "dependencies" : "mcv"};
            }
    });
    if (!parsed) return tl::unexpected(parsed.error());
    return made;
}

// Before 16 they must have a name.
Fix fix_of(const Compared& compared, const PlanScan& scan, const BaseTable& table, const Proof& proof) {
    std::string name = scan.relation;
    for (const auto& column : compared.columns) name += "_" + replaced(column, "\"", "");
    return {.title = "tell the planner how the columns depend on each other",
            .statement = fmt::format("{};\nANALYZE {};", compared.statement(pg::quote_identifier(name), table.name), table.name),
            .safety = Safety::safe,
            .proof = proof};
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
    const auto compared = compared_in(lab.database(), statement);
    if (!compared) return Outcome::needs(compared.error().message);
    if (compared->columns.empty()) return Outcome::needs("two columns compared with values: " + scan->condition);

    auto counted = lab.run(fmt::format("select count(*) from ({}) as scan", statement));
    const auto before = estimate(lab, statement);
    if (!counted || !before) return Outcome::needs(lab.last_error().message);
    const double rows = counted->real(0, 0);
    if (factor(rows, scan->kept) > alike)
        return Outcome::needs(fmt::format("rows like the plan's: the conditions find {:.0f} in the base, {:.0f} in the plan", rows, scan->kept));
    const auto found = fmt::format("{:.0f} rows expected of {:.0f}", before->rows, rows);
    if (factor(before->rows, rows) < wrong)
        return Outcome::refuted(lab.proof("counted the rows in the base beside the planner's estimate, with fresh statistics", found, "the estimate is right"));
    if (!lab.run(compared->statement("assay_statistics", table->name)) || !lab.run("analyze " + table->name)) return Outcome::needs(lab.last_error().message);
    const auto after = estimate(lab, statement);
    if (!after) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof("counted the rows in the base beside the planner's estimate, without and with statistics of both columns", found,
                           fmt::format("{:.0f} rows expected of {:.0f}", after->rows, rows));
    if (factor(after->rows, rows) >= factor(before->rows, rows) / 2)
        return Outcome::refuted(std::move(proof));  // wrong for another reason
    if (subject.finding.fix) {  // of two equalities the plan tells the statement itself
        auto tried = proof;
        return Outcome::proven(std::move(proof), std::move(tried));
    }
    auto fix = fix_of(*compared, *scan, *table, proof);
    return Outcome::proven_with(std::move(proof), std::move(fix));
}

}  // namespace assay::query
