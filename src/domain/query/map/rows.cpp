#include "domain/query/map/rows.h"

#include <fmt/core.h>

#include "core/text.h"

namespace assay::query {

namespace {

std::vector<std::string> columns_of(MapBuilder& builder, std::string_view table) {
    std::vector<std::string> names;
    for (const auto& known : builder.tables())
        if (known.name == table)
            for (const auto& column : known.columns) names.push_back(column.name);
    return names;
}

std::string insert_into(std::string_view table, const std::vector<std::string>& columns) {
    std::string marks;
    for (std::size_t i = 0; i < columns.size(); ++i) marks += i == 0 ? "?" : ", ?";
    return fmt::format("insert into {} ({}) values ({})", table, joined(columns, ", "), marks);
}

}  // namespace

Rows::Rows(MapBuilder& builder, std::string_view table, std::int64_t database_id)
    : columns_{columns_of(builder, table)}, insert_{builder.prepare(insert_into(table, columns_))}, database_id_{database_id} {}

Rows& Rows::begin(std::int64_t id) {
    for (std::size_t i = 0; i < columns_.size(); ++i) insert_.bind_null(static_cast<int>(i) + 1);
    set("id", id);
    set("database_id", database_id_);
    return *this;
}

void Rows::insert() {
    insert_.step();
    insert_.reset();
}

void PlaceRows::add(std::int64_t id, std::string_view file, int line, int column) {
    insert_.bind(1, id);
    insert_.bind(2, file);
    insert_.bind(3, std::int64_t{line});
    insert_.bind(4, std::int64_t{column});
    insert_.step();
    insert_.reset();
}

}  // namespace assay::query
