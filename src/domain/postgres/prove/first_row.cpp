// Tries to insert the first row into each table of a cycle of foreign keys.
#include <fmt/core.h>

#include <map>

#include "core/finding.h"
#include "domain/postgres/prove/synthetic.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

namespace {

struct Edge {
    std::int64_t child = 0, parent = 0;
    std::string numbers, referenced_numbers, columns, referenced_columns;
};

// The keys between tables from which the subject's child can be reached and that it reaches.
std::vector<Edge> cycle_of(const Map& map, std::int64_t constraint) {
    auto row = map.prepare(
        "with recursive e (id, child, parent) as (select f.id, f.child_id, f.parent_table_id from foreign_keys f where f.child_id <> f.parent_table_id "
        "and not f.is_deferrable and not exists (select 1 from foreign_key_columns c where c.constraint_id = f.id and not c.not_null)), "
        "down (at) as (select ?1 union select e.parent from down d join e on e.child = d.at), "
        "up (at) as (select ?1 union select e.child from up u join e on e.parent = u.at) "
        "select f.child_id, f.parent_table_id, f.numbers, f.referenced_numbers, f.columns, f.referenced_columns from e join foreign_keys f on f.id = e.id "
        "where e.child in (select at from down) and e.child in (select at from up) and e.parent in (select at from down) and e.parent in (select at from up)");
    const auto child = map.value("select relation_id from constraints where id = ?", constraint);
    if (!child) return {};
    row.bind(1, std::int64_t{std::stoll(*child)});
    std::vector<Edge> edges;
    while (row.step())
        edges.push_back({row.integer(0), row.integer(1), std::string{row.text(2)}, std::string{row.text(3)}, std::string{row.text(4)}, std::string{row.text(5)}});
    return edges;
}

}  // namespace

Outcome first_row(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{100})) return Outcome::out_of_budget();
    const auto edges = cycle_of(subject.map, subject.id);
    if (edges.empty()) return Outcome::needs("the cycle on the map");
    std::map<std::int64_t, std::map<int, ColumnShape>> columns;
    for (const auto& edge : edges) {
        for (const auto& shape : shapes_of(subject.map, edge.child, edge.numbers)) columns[edge.child][shape.number] = shape;
        for (const auto& shape : shapes_of(subject.map, edge.parent, edge.referenced_numbers)) columns[edge.parent][shape.number] = shape;
    }
    const auto schema = lab.scratch_schema();
    const auto name_of = [&](std::int64_t relation) { return fmt::format("{}.t{}", schema, map_id::oid_of(relation)); };
    if (!lab.run(fmt::format("create schema {}", schema))) return Outcome::needs(lab.last_error().message);
    std::map<std::int64_t, std::string> inserts;
    std::string tables;
    for (const auto& [relation, shapes] : columns) {
        std::string definitions, values;
        for (const auto& [number, shape] : shapes) {
            const auto value = value_expression(subject.map, shape, "1");
            if (!value) return Outcome::needs("a value for " + shape.type);
            definitions += fmt::format("{}{} {} not null", definitions.empty() ? "" : ", ", shape.name, shape.type);
            values += (values.empty() ? "" : ", ") + *value;
        }
        if (!lab.run(fmt::format("create table {} ({})", name_of(relation), definitions))) return Outcome::needs(lab.last_error().message);
        inserts[relation] = fmt::format("insert into {} select {}", name_of(relation), values);
        tables += (tables.empty() ? "" : ", ") + subject.map.value("select name from relations where id = ?", relation).value_or("");
    }
    for (const auto& edge : edges) {
        (void)lab.query(fmt::format("create unique index if not exists {} on {} ({})", fmt::format("u{}_{}", map_id::oid_of(edge.parent), edge.referenced_numbers[0]),
                                    name_of(edge.parent), edge.referenced_columns));
        if (!lab.run(fmt::format("alter table {} add foreign key ({}) references {} ({})", name_of(edge.child), edge.columns, name_of(edge.parent),
                                 edge.referenced_columns)))
            return Outcome::needs(lab.last_error().message);
    }
    const auto method = fmt::format("inserted a first row into copies of {}, each in turn", tables);
    for (const auto& [relation, insert] : inserts)
        if (lab.run(insert)) return Outcome::refuted(lab.proof(method, "all are empty", "a row goes in"));
    if (lab.last_error().sqlstate != "23503") return Outcome::needs(lab.last_error().message);
    const auto refusal = last_error_text(lab);
    std::string together;
    for (const auto& [relation, insert] : inserts) together += fmt::format("{} i{} as ({})", together.empty() ? "with" : ",", map_id::oid_of(relation), insert);
    const bool at_once = bool(lab.run(together + " select 1"));
    return Outcome::proven(lab.proof(method, "all are empty",
                                     refusal + (at_once ? "; only one statement that fills all of them goes through" : "")));
}

}  // namespace assay::postgres
