// Models to rows of the map: every row set to the table of its name, then what needs exact algebra.
#include <fmt/core.h>

#include <charconv>

#include "core/text.h"
#include "domain/postgres/map/load.h"
#include "domain/postgres/model/catalogue.h"
#include "domain/postgres/model/coverage.h"
#include "map/map.h"
#include "map/place_rows.h"

namespace assay::postgres {

namespace {

bool is_id(std::string_view column) {
    // An operator class or collation is told by its bare oid: it is compared, never joined.
    if (column == "operator_class_id" || column == "operator_family_id" || column == "collation_id") return false;
    return column == "id" || ends_with(column, "_id");
}

void bind_value(MapStatement& insert, int parameter, const std::optional<std::string>& value, bool boolean,
                bool id, std::int64_t base) {
    if (!value) return insert.bind_null(parameter);
    if (boolean) return insert.bind(parameter, std::int64_t{*value == "t"});
    if (!id) return insert.bind_in_place(parameter, *value);
    std::int64_t number = 0;
    std::from_chars(value->data(), value->data() + value->size(), number);
    insert.bind(parameter, base | number);
}

void load_rows(const RowSet& set, std::int64_t database_id, MapBuilder& builder) {
    std::string columns = "database_id", marks = "?";
    for (const auto& column : set.columns) {
        columns += ", " + column;
        marks += ", ?";
    }
    auto insert = builder.prepare(fmt::format("insert or ignore into {} ({}) values ({})", set.table, columns, marks));
    const auto base = map_id::base_of(database_id);
    std::vector<bool> ids;
    for (const auto& column : set.columns) ids.push_back(is_id(column));
    for (std::size_t row = 0; row < set.rows(); ++row) {
        insert.bind(1, database_id);
        for (std::size_t c = 0; c < set.columns.size(); ++c)
            bind_value(insert, static_cast<int>(c) + 2, set.at(row, static_cast<int>(c)), set.is_boolean[c], ids[c], base);
        insert.step();
        insert.reset();
    }
}

// The file as seen from the source: the same from whichever folder and by whichever path assay was started.
std::string_view path_within(std::string_view source, std::string_view file) {
    if (file.substr(0, source.size()) != source || file == source) return file.substr(file.rfind('/') + 1);
    auto rest = file.substr(source.size());
    while (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
    return rest;
}

void load_notes(const Catalogue& catalogue, MapBuilder& builder) {
    auto insert = builder.prepare("insert into load_notes values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const auto base = map_id::base_of(catalogue.database_id);
    std::int64_t number = 0;
    for (const auto& note : catalogue.notes) {
        insert.bind(1, base | ++number);
        insert.bind(2, catalogue.database_id);
        insert.bind(3, std::string_view{note.kind});
        insert.bind(4, std::string_view{note.location.file});
        insert.bind(5, std::int64_t{note.location.line});
        insert.bind(6, std::int64_t{note.location.column});
        insert.bind(7, std::string_view{note.statement});
        insert.bind(8, std::string_view{note.message});
        note.hint.empty() ? insert.bind_null(9) : insert.bind(9, std::string_view{note.hint});
        note.sqlstate.empty() ? insert.bind_null(10) : insert.bind(10, std::string_view{note.sqlstate});
        note.cause == 0 ? insert.bind_null(11) : insert.bind(11, base | note.cause);
        insert.bind(12, path_within(catalogue.source, note.location.file));
        insert.step();
        insert.reset();
    }
}

}  // namespace

void load(const Workspace& workspace, MapBuilder& builder) {
    for (const Catalogue* catalogue : workspace.all<Catalogue>()) {
        catalogue->database_id = builder.add_database("postgres", catalogue->source, catalogue->source_kind,
                                                      catalogue->name, catalogue->version, catalogue->role);
        for (const auto& entry : catalogue->available)
            builder.set_available(catalogue->database_id, entry.fact_class, entry.state, entry.reason);
        for (const auto& set : catalogue->rows) load_rows(set, catalogue->database_id, builder);
        for (PlaceRows places{builder}; const auto& [id, place] : catalogue->places) places.add(map_id::base_of(catalogue->database_id) | id, place);
        load_notes(*catalogue, builder);
        load_coverage(catalogue->database_id, builder);
        load_policies(catalogue->database_id, builder);
        load_bodies(catalogue->database_id, builder);
    }
}

}  // namespace assay::postgres
