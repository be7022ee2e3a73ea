// Rows: inserting into one table of the map, column by column, by name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "map/map.h"
#include "map/place_rows.h"

namespace assay {

// What is not set is NULL.
class Rows {
public:
    Rows(MapBuilder& builder, std::string_view table, std::int64_t database_id);

    Rows& begin(std::int64_t id);
    void set(std::string_view column, std::int64_t value) { insert_.bind(parameter(column), value); }
    void set(std::string_view column, int value) { set(column, std::int64_t{value}); }
    void set(std::string_view column, bool value) { set(column, std::int64_t{value}); }
    void set(std::string_view column, double value) { insert_.bind(parameter(column), value); }
    void set(std::string_view column, std::optional<double> value) {
        if (value) set(column, *value);
    }
    // An empty text is NULL.
    void set(std::string_view column, std::string_view value) {
        if (!value.empty()) insert_.bind(parameter(column), value);
    }
    void set(std::string_view column, const std::string& value) { set(column, std::string_view{value}); }
    void insert();

private:
    int parameter(std::string_view column) const {
        const auto found = parameters_.find(column);
        return found == parameters_.end() ? 0 : found->second;
    }

    std::map<std::string, int, std::less<>> parameters_;  // by column
    MapStatement insert_;
    std::int64_t database_id_;
};

}  // namespace assay
