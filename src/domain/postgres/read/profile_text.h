// What texts are really: shapes of other types, and lists of tokens, as SQL conditions on a column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::postgres {

// A type, and a condition that is true for texts (in place of "@") that have its shape: the cast itself would raise
// an error for the others, and servers before 16 cannot ask without one.
struct TextShape {
    std::string type;
    std::string condition;
};

// The narrowest first. Numbers with leading zeros, a plus or an exponent are none: they would not survive.
const std::vector<TextShape>& text_shapes();

// The condition for a column, which is quoted already.
std::string shape_condition(const TextShape& shape, std::string_view column);

// Separators of lists, and the condition that a text has three or more short tokens joined by one.
inline constexpr std::string_view list_separators = ",;|";
std::string list_condition(char separator, std::string_view column);

}  // namespace assay::postgres
