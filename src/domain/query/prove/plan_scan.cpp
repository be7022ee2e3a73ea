// helper: scans of plans in the base.
#include "domain/query/prove/plan_scan.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/query/read/plan_tree.h"
#include "sql/tree.h"

namespace assay::query {

namespace {

constexpr double least_share = 0.1;  // of the rows that the plan read, to compare with it at all

// A row in the first places of the file: of a table that was loaded one is there, of one that is empty space none,
// however large that space is.
Result<bool> holds_rows(Lab& lab, const std::string& table) {
    auto row = lab.query(fmt::format("select exists (select from {} where ctid = any (array['(0,1)', '(0,2)', '(0,3)', '(1,1)', '(2,1)']::tid[]))", table));
    if (!row) return tl::unexpected(row.error());
    return row->boolean(0, 0);
}

}  // namespace

std::optional<PlanScan> scan_of(const Map& map, std::int64_t node) {
    auto row = map.prepare(
        "select n.relation, coalesce(n.schema_name, ''), coalesce(n.alias, n.relation), coalesce(o.condition, ''), "
        "coalesce(n.rows, n.rows_estimated, 0), coalesce(n.removed_by_filter / max(n.loops, 1), 0), coalesce(s.sort_key, ''), "
        "case when s.sort_method like 'top-N%' then s.rows else 0 end "
        "from plan_nodes n left join whole_conditions o on o.node_id = n.id left join plan_nodes s on s.id = n.parent_id and s.id = ?1 "
        "where (n.id = ?1 or n.parent_id = ?1 and s.type = 'Sort') and n.relation is not null");
    row.bind(1, node);
    if (!row.step()) return {};
    return PlanScan{.relation = std::string{row.text(0)}, .schema = std::string{row.text(1)}, .alias = std::string{row.text(2)},
                    .condition = std::string{row.text(3)}, .order = std::string{row.text(6)}, .first = row.real(7),
                    .read = row.real(4) + row.real(5), .kept = row.real(4)};
}

Result<BaseTable> base_table(Lab& lab, const PlanScan& scan) {
    auto found = lab.query(fmt::format(
        "select format('%I.%I', n.nspname, c.relname), greatest(c.reltuples, 0)::float8 from pg_catalog.pg_class c "
        "join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relname = {} and {} and c.relkind in ('r', 'm', 'p') "
        "and n.nspname !~ '^pg_' order by n.nspname <> 'public'",
        pg::quote_literal(scan.relation), scan.schema.empty() ? "true" : "n.nspname = " + pg::quote_literal(scan.schema)));
    if (!found) return tl::unexpected(found.error());
    if (found->size() == 0) return fail(fmt::format("the table {} in the base", scan.relation));
    BaseTable table{.name = std::string{found->text(0, 0)}, .rows = found->real(0, 1)};
    auto filled = holds_rows(lab, table.name);
    if (!filled) return tl::unexpected(filled.error());
    table.filled = *filled;
    if (table.rows < least_share * scan.read)
        return fail(fmt::format("as many rows as the plan read, {:.0f}; {} has {:.0f} in the base (rows in its files, or a file of assay query snapshot)",
                                scan.read, table.name, table.rows));
    return table;
}

std::string statement_of(const PlanScan& scan, const BaseTable& table) {
    auto statement = fmt::format("select * from {} as {}", table.name, pg::quote_identifier(scan.alias));
    if (!scan.condition.empty()) statement += " where " + scan.condition;
    if (!scan.order.empty()) statement += " order by " + scan.order;
    if (scan.first > 0) statement += fmt::format(" limit {:.0f}", scan.first);
    return statement;
}

std::string select_of_plan(const Map& map, std::int64_t node) {
    const auto statement = map.value("select coalesce(p.called, p.statement) from plans p join plan_nodes n on n.plan_id = p.id where n.id = ?", node);
    bool reads = false;
    if (!statement) return {};
    (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto tree = sql::Tree::parse(parser, *statement);
        if (!tree || tree->root()["stmts"].size() != 1) return;
        const auto root = (*tree->root()["stmts"].begin())["stmt"];
        reads = root.tag() == "SelectStmt" && !root.inner()["intoClause"] && !root.inner()["lockingClause"];
        for (const std::string_view other : {"ParamRef", "InsertStmt", "UpdateStmt", "DeleteStmt"}) root.each(other, [&](sql::Node) { reads = false; });
    });
    return reads ? *statement : std::string{};
}

Result<Estimate> estimate(Lab& lab, const std::string& statement) {
    auto rows = lab.run("explain (format json) " + statement);
    if (!rows) return tl::unexpected(rows.error());
    auto trees = read_plan_json(rows->text(0, 0));
    if (!trees || trees->statements.empty()) return fail("a plan of the statement in the base");
    auto plan = plan_of(trees->statements.front());
    if (!plan) return tl::unexpected(plan.error());
    const auto& root = plan->nodes.front();
    return Estimate{.cost = root.total_cost.value_or(0), .rows = root.rows_estimated.value_or(0)};
}

}  // namespace assay::query
