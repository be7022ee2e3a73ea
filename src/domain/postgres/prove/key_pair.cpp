// helper of provers: copies of a foreign key's two tables.
#include "domain/postgres/prove/key_pair.h"

#include <fmt/core.h>

namespace assay::postgres {

namespace {

std::string column_definitions(const Map& map, std::int64_t relation_id, const std::vector<ColumnShape>& shapes) {
    std::string list;
    for (const auto& shape : shapes) {
        auto row = map.prepare("select not_null, default_expression from attributes where relation_id = ? and number = ?");
        row.bind(1, relation_id);
        row.bind(2, std::int64_t{shape.number});
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", shape.name, shape.type);
        if (!row.step()) continue;
        if (row.integer(0)) list += " not null";
        // A default that calls something may need what only the original has.
        if (!row.is_null(1) && row.text(1).find('(') == std::string_view::npos) list += fmt::format(" default {}", row.text(1));
    }
    return list;
}

}  // namespace

std::optional<std::string> key_values(const Map& map, const std::vector<ColumnShape>& shapes, const std::string& number) {
    std::string list;
    for (const auto& shape : shapes) {
        const auto value = value_expression(map, shape, number);
        if (!value) return {};
        list += (list.empty() ? "" : ", ") + *value;
    }
    return list;
}

std::optional<KeyPair> make_key_pair(Lab& lab, const Map& map, std::int64_t constraint_id, bool indexed) {
    auto row = map.prepare(
        "select c.relation_id, c.referenced_id, c.numbers, c.referenced_numbers, c.columns, c.referenced_columns, c.definition, k.name, p.name, "
        "c.on_delete, c.on_update from constraints c join relations k on k.id = c.relation_id join relations p on p.id = c.referenced_id where c.id = ?");
    row.bind(1, constraint_id);
    if (!row.step()) return {};
    KeyPair pair;
    pair.schema = lab.scratch_schema();
    pair.parent = pair.schema + ".parent";
    pair.child = pair.schema + ".child";
    pair.columns = row.text(4);
    pair.referenced_columns = row.text(5);
    pair.original_child = row.text(7);
    pair.original_parent = row.text(8);
    pair.on_delete = row.text(9);
    pair.on_update = row.text(10);
    pair.child_shapes = shapes_of(map, row.integer(0), std::string{row.text(2)});
    pair.parent_shapes = shapes_of(map, row.integer(1), std::string{row.text(3)});
    const std::string definition{row.text(6)};
    const auto end = definition.rfind(pair.referenced_columns + ")");
    if (end == definition.npos) return {};
    pair.actions = definition.substr(end + pair.referenced_columns.size() + 1);
    if (const auto late = pair.actions.find(" NOT VALID"); late != std::string::npos) pair.actions.erase(late, 10);
    for (const auto& statement : {
             fmt::format("create schema {}", pair.schema),
             fmt::format("create table {} ({}, unique ({}))", pair.parent, column_definitions(map, row.integer(1), pair.parent_shapes),
                         pair.referenced_columns),
             fmt::format("create table {} ({})", pair.child, column_definitions(map, row.integer(0), pair.child_shapes)),
             fmt::format("alter table {} add foreign key ({}) references {} ({}){}", pair.child, pair.columns, pair.parent,
                         pair.referenced_columns, pair.actions)})
        if (!lab.run(statement)) return {};
    if (indexed && !lab.run(fmt::format("create index on {} ({})", pair.child, pair.columns))) return {};
    return pair;
}

}  // namespace assay::postgres
