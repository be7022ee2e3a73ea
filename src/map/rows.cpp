#include "map/rows.h"

#include <fmt/core.h>

namespace assay {

namespace {

// The columns of a table, numbered as they were defined.
std::map<std::string, int, std::less<>> columns_of(MapBuilder& builder, std::string_view table) {
    std::map<std::string, int, std::less<>> numbers;
    for (const auto& known : builder.tables())
        if (known.name == table)
            for (const auto& column : known.columns) numbers.emplace(column.name, static_cast<int>(numbers.size()) + 1);
    return numbers;
}

std::string insert_into(std::string_view table, std::size_t columns) {
    std::string marks;
    for (std::size_t i = 0; i < columns; ++i) marks += i == 0 ? "?" : ", ?";
    return fmt::format("insert into {} values ({})", table, marks);
}

}  // namespace

Rows::Rows(MapBuilder& builder, std::string_view table, std::int64_t database_id)
    : parameters_{columns_of(builder, table)}, insert_{builder.prepare(insert_into(table, parameters_.size()))}, database_id_{database_id} {}

Rows& Rows::begin(std::int64_t id) {
    for (const auto& [column, parameter] : parameters_) insert_.bind_null(parameter);
    set("id", id);
    set("database_id", database_id_);
    return *this;
}

void Rows::insert() {
    insert_.step();
    insert_.reset();
}

}  // namespace assay
