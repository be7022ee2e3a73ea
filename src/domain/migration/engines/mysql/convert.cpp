#include "domain/migration/engines/mysql/convert.h"

#include <fmt/core.h>

#include <algorithm>

#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/mapping.h"
#include "sql/names.h"

namespace assay::migration::mysql {

namespace {

void convert_table(Mapping& mapping, const Table& table) {
    target::Table made{.name = mapping.name_of(table.name), .comment = table.comment, .place = table.place};
    TableRoute route{&table, made.name, {}};
    convert_columns(mapping, table, made, route);
    convert_checks(mapping, table, made);
    convert_partitions(mapping, table, made);
    convert_keys(mapping, table, made);
    convert_foreign_keys(mapping, table, made);
    const auto largest = mapping.facts(table).largest_number;
    made.identity_next = table.auto_increment;
    if (largest > 0 && (made.identity_next.empty() || std::stoll("0" + made.identity_next.substr(0, 18)) <= largest)) made.identity_next = fmt::format("{}", largest + 1);
    if (!table.engine.empty() && table.engine != "innodb" && table.engine != "myisam" && table.engine != "aria" && table.engine != "xtradb") mapping.lose(losses::engines, table, {}, table.place, table.engine);
    if (table.system_versioned) mapping.lose(losses::versioned, table, {}, table.place);
    mapping.result.routes.push_back(std::move(route));
    mapping.result.schema.tables.push_back(std::move(made));
}

void convert_sequence(Mapping& mapping, const Sequence& sequence) {
    std::string options;
    const auto add = [&](std::string_view words, const std::string& value) {
        if (!value.empty()) options += fmt::format(" {} {}", words, value);
    };
    add("INCREMENT BY", sequence.increment == "0" ? "1" : sequence.increment);
    add("MINVALUE", sequence.minimum);
    // MariaDB ends one below the largest number.
    add("MAXVALUE", sequence.maximum);
    add("START WITH", sequence.start);
    if (sequence.cycles) options += " CYCLE";
    mapping.result.schema.sequences.push_back({mapping.name_of(sequence.name), options, sequence.place});
}

void note_names(Mapping& mapping) {
    const bool lowers = mapping.options().lower_names;
    const auto note = [&](const Table& table, std::string_view name, const std::string& made, const Location& place) {
        const bool changed = made != name, folded = changed && lower(name) == made;
        const auto part = name == table.name.name ? std::string_view{} : name;
        if (folded) mapping.lose(losses::lower_names, table, part, place, made);
        else if (changed) mapping.lose(losses::short_names, table, part, place, made);
        if (sql::quote_identifier(made) != made && (lowers || lower(made) == made)) mapping.lose(losses::quoted_names, table, part, place);
    };
    for (const auto& table : mapping.dump().tables) {
        note(table, table.name.name, mapping.name_of(table.name).name, table.place);
        for (const auto& column : table.columns) note(table, column.name, mapping.column_name(column.name), column.place);
    }
}

void name_what_is_left(Mapping& mapping) {
    for (const auto& routine : mapping.dump().routines)
        mapping.result.unconverted.push_back({routine.kind, routine.name.name, routine.table.empty() ? "" : "on " + routine.table, routine.place});
    for (const auto& problem : mapping.dump().problems) mapping.result.unconverted.push_back({"statement", problem.statement, problem.message, problem.place});
}

void make_schemas(Mapping& mapping) {
    auto& schemas = mapping.result.schema.schemas;
    const auto add = [&](const target::Name& name) {
        if (!name.schema.empty() && std::find(schemas.begin(), schemas.end(), name.schema) == schemas.end()) schemas.push_back(name.schema);
    };
    for (const auto& table : mapping.dump().tables) add(mapping.name_of(table.name));
    for (const auto& view : mapping.dump().views) add(mapping.name_of(view.name));
    for (const auto& schema : schemas) mapping.result.losses.push_back({&losses::databases, schema, {}, {}, {mapping.dump().file}, schema});
}

}  // namespace

Converted convert(const Dump& dump, const Facts& facts, const Options& options) {
    Mapping mapping{dump, facts, options};
    make_schemas(mapping);
    for (const auto& sequence : dump.sequences) convert_sequence(mapping, sequence);
    for (const auto& table : dump.tables) convert_table(mapping, table);
    convert_views(mapping);
    note_names(mapping);
    name_what_is_left(mapping);
    return std::move(mapping.result);
}

}  // namespace assay::migration::mysql
