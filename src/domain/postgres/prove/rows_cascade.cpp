// Puts a row into a copy of each table that the cascade reaches, deletes the first one, and counts what is left.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

struct Table {
    std::int64_t id = 0;
    std::string name;
};

// The table itself, then those that its cascades reach.
std::vector<Table> reached(const Map& map, std::int64_t root) {
    std::vector<Table> tables;
    auto row = map.prepare("with recursive reach (at) as (select ?1 union select f.child_id from reach r join foreign_keys f on f.parent_table_id = r.at "
                           "where f.on_delete = 'cascade') select t.id, t.name from reach r join tables t on t.id = r.at order by t.id <> ?1, t.id");
    row.bind(1, root);
    while (row.step()) tables.push_back({row.integer(0), std::string{row.text(1)}});
    return tables;
}

// All rows are made of the number 1, so that each refers to the others.
bool make_row(Lab& lab, const Map& map, const Table& table, const std::string& copy) {
    if (!lab.run(fmt::format("create table {} as select {} from {} limit 0", copy, plain_columns(map, table.id), table.name))) return false;
    std::string names, values;
    for (const auto& shape : all_shapes(map, table.id)) {
        const auto value = value_expression(map, shape, "1");
        if (!value) continue;
        names += (names.empty() ? "" : ", ") + shape.name;
        values += (values.empty() ? "" : ", ") + *value;
    }
    return bool(lab.run(fmt::format("insert into {} ({}) values ({})", copy, names, values)));
}

// Every foreign key among them: one that does not cascade may refuse what another one would delete.
bool make_keys(Lab& lab, const Map& map, const std::vector<Table>& tables, const std::string& schema) {
    const auto copy_of = [&](std::int64_t id) -> std::string {
        for (std::size_t i = 0; i < tables.size(); ++i)
            if (tables[i].id == id) return fmt::format("{}.t{}", schema, i);
        return {};
    };
    auto key = map.prepare("select child_id, parent_table_id, columns, referenced_columns, on_delete from foreign_keys order by id");
    std::set<std::string> unique;
    while (key.step()) {
        const auto child = copy_of(key.integer(0)), parent = copy_of(key.integer(1));
        if (child.empty() || parent.empty()) continue;
        if (const auto made = fmt::format("alter table {} add unique ({})", parent, key.text(3)); unique.insert(made).second && !lab.run(made)) return false;
        if (!lab.run(fmt::format("alter table {} add foreign key ({}) references {} ({}) on delete {}", child, key.text(2), parent, key.text(3), key.text(4)))) return false;
    }
    return true;
}

}  // namespace

Outcome rows_cascade(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{200})) return Outcome::out_of_budget();
    const auto tables = reached(subject.map, subject.id);
    const auto schema = lab.scratch_schema();
    if (tables.size() < 2 || !lab.run("create schema " + schema)) return Outcome::needs(lab.last_error().message);
    for (std::size_t i = 0; i < tables.size(); ++i)
        if (!make_row(lab, subject.map, tables[i], fmt::format("{}.t{}", schema, i))) return Outcome::needs("a row of each table: " + lab.last_error().message);
    if (!make_keys(lab, subject.map, tables, schema)) return Outcome::needs("rows that refer to each other: " + lab.last_error().message);

    const auto method = fmt::format("made one row in a copy of {} and of each of the {} tables below it, and deleted the first", tables[0].name, tables.size() - 1);
    const auto before = fmt::format("{} rows", tables.size());
    if (!lab.run(fmt::format("delete from {}.t0", schema))) {
        if (lab.last_error().sqlstate != "23503") return Outcome::needs(lab.last_error().message);
        return Outcome::refuted(lab.proof(method, before, last_error_text(lab)));
    }
    std::size_t gone = 0;
    for (std::size_t i = 1; i < tables.size(); ++i) {
        const auto left = lab.query(fmt::format("select count(*) from {}.t{}", schema, i));
        if (!left) return Outcome::needs(lab.last_error().message);
        gone += left->integer(0, 0) == 0;
    }
    auto proof = lab.proof(method, before, fmt::format("the server says DELETE 1; {} other row{} gone", gone, gone == 1 ? " is" : "s are"));
    return gone + 1 == tables.size() ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
