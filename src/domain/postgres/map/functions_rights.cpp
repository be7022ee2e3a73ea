// SQL functions for rules on rights: conditions of policies rewritten.
#include <sqlite3.h>

#include <string>

#include "domain/postgres/map/load.h"
#include "domain/postgres/model/wrap_calls.h"

namespace assay::postgres {

namespace {

std::string_view text_of(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return bytes ? std::string_view{bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))} : std::string_view{};
}

// wrap_calls(condition, functions): each call of these in (SELECT …).
void wrap_calls_in(sqlite3_context* context, int, sqlite3_value** values) {
    const auto text = wrap_calls(text_of(values[0]), text_of(values[1]));
    sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

}  // namespace

void register_rights_functions(sqlite3* database) {
    sqlite3_create_function(database, "wrap_calls", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, wrap_calls_in, nullptr, nullptr);
}

}  // namespace assay::postgres
