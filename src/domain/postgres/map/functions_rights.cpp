// SQL functions for rules on rights: conditions of policies rewritten.
#include <sqlite3.h>

#include <string>

#include "domain/postgres/map/argument.h"
#include "domain/postgres/map/load.h"
#include "domain/postgres/model/wrap_calls.h"

namespace assay::postgres {

namespace {

// wrap_calls(condition, functions): each call of these in (SELECT …).
void wrap_calls_in(sqlite3_context* context, int, sqlite3_value** values) {
    const auto text = wrap_calls(argument(values[0]), argument(values[1]));
    sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

}  // namespace

void register_rights_functions(sqlite3* database) {
    sqlite3_create_function(database, "wrap_calls", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, wrap_calls_in, nullptr, nullptr);
}

}  // namespace assay::postgres
