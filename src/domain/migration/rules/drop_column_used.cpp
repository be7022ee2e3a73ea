#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/model/site.h"
#include "domain/query/model/column_roles.h"
#include "domain/query/model/workload.h"

namespace assay::migration {

namespace {

std::string with_schema(const std::string& relation) {
    return relation.find('.') == relation.npos ? "public." + sql::quote_identifier(relation) : sql::quote_relation(relation);
}

void add_column(query::Tables& tables, const std::string& relation, std::string_view column) {
    auto& table = tables[with_schema(relation)];
    table.name = with_schema(relation);
    if (const auto name = sql::quote_identifier(column); !table.find(name)) table.columns.push_back({.name = name, .type = "text"});
}

// Every column that these files ever gave a table or took from it.
query::Tables tables_of(const Migrations& migrations) {
    query::Tables tables;
    for (const auto& file : migrations.files)
        for (const auto& statement : file.statements)
            for (const auto& change : statement.changes) {
                if (change.kind == Kind::create_table)
                    for (const sql::Node element : change.node["tableElts"])
                        if (const sql::Node column = element.as("ColumnDef")) add_column(tables, change.relation, column["colname"].text());
                if (change.kind == Kind::add_column || change.kind == Kind::drop_column || change.kind == Kind::rename_column) add_column(tables, change.relation, change.object);
            }
    return tables;
}

bool has(const std::vector<std::string>& names, const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); }

bool names_column(const query::Roles& roles, const query::Table& table, const std::string& column) {
    if (roles.written == &table && (has(roles.set_columns, column) || has(roles.conflict_columns, column))) return true;
    return std::any_of(roles.uses.begin(), roles.uses.end(), [&](const query::TableUse& use) {
        if (use.table != &table) return false;
        const bool ordered = std::any_of(use.ordered.begin(), use.ordered.end(), [&](const query::Ordering& each) { return each.column == column; });
        return ordered || has(use.read, column) || has(use.equal, column) || has(use.ranged, column) || has(use.joined, column) || has(use.grouped, column) || has(use.prefixes, column) || has(use.patterns, column);
    });
}

// A query of the workload with what it does, looked up once for all columns.
struct Reader {
    const query::Query* query;
    query::Roles roles;
};

std::vector<Reader> readers_of(const query::Workload& workload, const query::Tables& tables) {
    std::vector<Reader> readers;
    (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        for (const auto& each : workload.queries) {
            const auto tree = sql::Tree::parse(parser, each.text);
            if (!tree) continue;
            for (const sql::Node statement : tree->root()["stmts"]) readers.push_back({&each, query::roles_of(statement["stmt"], tables)});
        }
    });
    return readers;
}

bool is_lost(const Change& change) { return (change.kind == Kind::drop_column || change.kind == Kind::rename_column) && !change.fresh; }

void judge(const Site& site, const query::Tables& tables, const std::vector<Reader>& readers, Report& report) {
    const auto& change = site.change;
    const auto table = tables.find(with_schema(change.relation));
    if (!is_lost(change) || table == tables.end()) return;
    const auto column = sql::quote_identifier(change.object);
    std::vector<Evidence> evidence;
    for (const auto& [query, roles] : readers)
        if (names_column(roles, table->second, column)) evidence.push_back({query->calls > 1 ? fmt::format("{} calls", query->calls) : "the workload", query->text.substr(0, 200)});
    if (evidence.empty()) return;
    auto finding = site.finding(fmt::format("{}.{}", change.relation, change.object),
                                fmt::format("{} {} of the workload {} it and {} from this statement on", evidence.size(), evidence.size() == 1 ? "query" : "queries",
                                            evidence.size() == 1 ? "names" : "name", evidence.size() == 1 ? "fails" : "fail"));
    finding.evidence = std::move(evidence);
    finding.fix = Site::advice("Release code without these queries first; drop the column in a later deploy", "");
    report.add(std::move(finding));
}

}  // namespace

static void check(const Migrations& migrations, const query::Workload& workload, Report& report) {
    const auto before = report.findings().size();
    const auto tables = tables_of(migrations);
    const auto readers = readers_of(workload, tables);
    each_site(migrations, [&](const Site& site) { judge(site, tables, readers, report); });
    heed_ignores(migrations, report, before);
}

extern constinit const Rule drop_column_used = rule<check>({
    .id = "migration/drop-column-used", .title = "columns taken away that queries still name",
    .effect = Effect::correctness, .severity = Severity::error, .fix = Safety::manual,
    .since = "0.1",
    .basis = "PostgreSQL manual, ALTER TABLE, DROP COLUMN, RENAME"});

}  // namespace assay::migration
