// Deletes parents that have no children, beside 100,000 rows of the child, without and with the index.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/synthetic.h"
#include "lab/lab.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int children = 100'000, parents = 1'000, deleted = 10;
constexpr double least_gain = 3.0;

struct Key {
    std::int64_t child_id = 0, parent_id = 0;
    std::string numbers, referenced_numbers, columns, referenced_columns;
};

std::optional<Key> key_of(const Map& map, std::int64_t constraint) {
    auto row = map.prepare(
        "select relation_id, referenced_id, numbers, referenced_numbers, columns, referenced_columns from constraints where id = ?");
    row.bind(1, constraint);
    if (!row.step()) return {};
    return Key{row.integer(0), row.integer(1), std::string{row.text(2)}, std::string{row.text(3)}, std::string{row.text(4)},
               std::string{row.text(5)}};
}

struct OwnIndex {
    std::string columns, predicate;
};

// What the child's own indexes that touch the key need beside its columns: a partial or trailing one might still help.
struct Companions {
    std::vector<OwnIndex> indexes;
    std::map<int, ColumnShape> columns;  // other keys of these indexes: as many values as rows
    std::map<int, ColumnShape> asked;    // what predicates ask: NULL in all rows
};

Companions companions_of(const Map& map, const Key& key) {
    Companions companions;
    auto index = map.prepare("select numbers, predicate from indexes where relation_id = ? and is_valid and method = 'btree' and not has_expressions");
    index.bind(1, key.child_id);
    const auto wanted = " " + key.numbers + " ";
    const auto of_key = [&](const ColumnShape& shape) { return wanted.find(fmt::format(" {} ", shape.number)) != wanted.npos; };
    while (index.step()) {
        const auto shapes = shapes_of(map, key.child_id, std::string{index.text(0)});
        if (std::none_of(shapes.begin(), shapes.end(), of_key)) continue;
        OwnIndex own{{}, std::string{index.text(1)}};
        for (const auto& shape : shapes) {
            own.columns += (own.columns.empty() ? "" : ", ") + shape.name;
            if (!of_key(shape)) companions.columns.emplace(shape.number, shape);
        }
        for (const auto& shape : all_shapes(map, key.child_id))
            if (!of_key(shape) && own.predicate.find(shape.name) != std::string::npos) companions.asked.emplace(shape.number, shape);
        companions.indexes.push_back(std::move(own));
    }
    for (const auto& [number, shape] : companions.asked) companions.columns.erase(number);
    return companions;
}

// Copies of the two tables with the columns of the key and its companions alone, filled; false when the lab says no.
bool make_tables(Lab& lab, const Map& map, const Key& key, const std::string& schema) {
    const auto child = shapes_of(map, key.child_id, key.numbers), parent = shapes_of(map, key.parent_id, key.referenced_numbers);
    if (child.size() != parent.size()) return false;
    std::string parent_values, child_values, parent_columns, child_columns, names = key.columns;
    for (std::size_t i = 0; i < child.size(); ++i) {
        const auto p = value_expression(map, parent[i], "i"), c = value_expression(map, child[i], fmt::format("(1 + i % {})", parents));
        if (!p || !c) return false;
        const auto comma = i ? ", " : "";
        parent_columns += fmt::format("{}{} {} not null", comma, parent[i].name, parent[i].type);
        child_columns += fmt::format("{}{} {}", comma, child[i].name, child[i].type);
        parent_values += comma + *p;
        child_values += comma + *c;
    }
    const auto companions = companions_of(map, key);
    for (const auto& [number, shape] : companions.columns) {
        child_columns += fmt::format(", {} {}", shape.name, shape.type);
        names += ", " + shape.name;
        child_values += ", " + value_expression(map, shape, "i").value_or("null");
    }
    for (const auto& [number, shape] : companions.asked) child_columns += fmt::format(", {} {}", shape.name, shape.type);
    for (const auto& statement : {
             fmt::format("create schema {}", schema),
             fmt::format("create table {}.parent ({})", schema, parent_columns),
             fmt::format("create table {}.child ({}, filler text default 'some text as rows have it')", schema, child_columns),
             fmt::format("insert into {}.parent select {} from generate_series(1, {}) i", schema, parent_values, parents + deleted),
             fmt::format("insert into {}.child ({}) select {} from generate_series(1, {}) i", schema, names, child_values, children),
             fmt::format("alter table {}.parent add primary key ({})", schema, key.referenced_columns),
             fmt::format("alter table {0}.child add foreign key ({1}) references {0}.parent ({2})", schema, key.columns,
                         key.referenced_columns)})
        if (!lab.run(statement)) return false;
    for (const auto& own : companions.indexes)
        (void)lab.run(fmt::format("create index on {}.child ({}){}", schema, own.columns, own.predicate.empty() ? "" : " where " + own.predicate));
    return true;
}

std::string delete_statement(const Map& map, const Key& key, const std::string& schema) {
    const auto shapes = shapes_of(map, key.parent_id, key.referenced_numbers);
    std::string values, columns;
    for (const auto& shape : shapes) {
        values += (values.empty() ? "" : ", ") + *value_expression(map, shape, "i");
        columns += (columns.empty() ? "" : ", ") + shape.name;
    }
    return fmt::format("delete from {}.parent where ({}) in (select {} from generate_series({}, {}) i)", schema, columns, values,
                       parents + 1, parents + deleted);
}

}  // namespace

Outcome parent_delete(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{700})) return Outcome::out_of_budget();
    const auto key = key_of(subject.map, subject.id);
    if (!key) return Outcome::needs("the foreign key on the map");
    const auto schema = lab.scratch_schema();
    if (!make_tables(lab, subject.map, *key, schema)) return Outcome::needs("values for the key's types: " + lab.last_error().message);
    if (!lab.run(fmt::format("analyze {}.child", schema))) return Outcome::needs(lab.last_error().message);

    const auto statement = delete_statement(subject.map, *key, schema);
    const auto before = lab.time_ms(statement, 1);
    if (!before || !lab.run(fmt::format("create index on {}.child ({})", schema, key->columns))) return Outcome::needs(lab.last_error().message);
    const auto after = lab.time_ms(statement, 2);
    if (!after) return Outcome::needs(lab.last_error().message);

    const auto method = fmt::format("deleted {} parents without children beside {} child rows, without and with an index on ({})",
                                    deleted, "100,000", key->columns);
    const auto what = [&](std::string_view how, double ms) { return fmt::format("{} {}", shown_ms(ms), how); };
    auto proof = lab.proof(method, what("as it is", *before), what("with the index", *after));
    if (*before < least_gain * *after) return Outcome::refuted(std::move(proof));
    auto fix = lab.proof("built the index on a copy with 100,000 rows", what("as it is", *before), what("with the index", *after));
    return Outcome::proven(std::move(proof), std::move(fix));
}

}  // namespace assay::postgres
