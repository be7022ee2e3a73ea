// The arguments of the map's SQL functions.
#pragma once

#include <sqlite3.h>

#include <string_view>

namespace assay::postgres {

// Valid while the function runs; empty for NULL.
inline std::string_view argument(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))} : std::string_view{};
}

}  // namespace assay::postgres
