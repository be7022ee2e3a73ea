// SQL functions that keep what they answered: a schema repeats few defaults and CHECKs many times, and parsing is dear.
#pragma once

#include <sqlite3.h>

#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/text.h"
#include "domain/postgres/map/argument.h"

namespace assay::postgres {

// NULL, a number or a text.
using Answer = std::variant<std::monostate, int, std::string>;

namespace remembered {

// By their arguments, for one connection.
using Answers = std::unordered_map<std::string, Answer>;

inline void give(sqlite3_context* context, const Answer& answer) {
    if (const auto* number = std::get_if<int>(&answer)) return sqlite3_result_int(context, *number);
    const auto* text = std::get_if<std::string>(&answer);
    if (!text) return sqlite3_result_null(context);
    sqlite3_result_text(context, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
}

template <Answer (*work_out)(const std::vector<std::string>& arguments)>
void answer(sqlite3_context* context, int count, sqlite3_value** values) {
    auto& answers = *static_cast<Answers*>(sqlite3_user_data(context));
    std::vector<std::string> arguments;
    for (int i = 0; i < count; ++i) arguments.emplace_back(argument(values[i]));
    const auto [known, is_new] = answers.try_emplace(joined(arguments, std::string_view{"\0", 1}));
    if (is_new) known->second = work_out(arguments);
    give(context, known->second);
}

}  // namespace remembered

// Defines the SQL function `name`, which work_out answers.
template <Answer (*work_out)(const std::vector<std::string>& arguments)>
void remember(sqlite3* database, const char* name, int arguments) {
    sqlite3_create_function_v2(database, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC, new remembered::Answers,
                               remembered::answer<work_out>, nullptr, nullptr,
                               [](void* answers) { delete static_cast<remembered::Answers*>(answers); });
}

}  // namespace assay::postgres
