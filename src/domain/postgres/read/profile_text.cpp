// What texts are really: shapes of other types, and lists of tokens, as SQL conditions on a column.
#include "domain/postgres/read/profile_text.h"

#include <fmt/core.h>

#include "core/text.h"

namespace assay::postgres {

namespace {

constexpr std::string_view day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
constexpr std::string_view octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

std::string moment() {
    return fmt::format("^{}[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?(Z| ?[+-][0-9]{{2}}(:?[0-9]{{2}})?)?$", day);
}
std::string address() {
    return fmt::format("(@ ~ '^({0}\\.){{3}}{0}(/([0-9]|[12][0-9]|3[0-2]))?$' or @ ~* '^([0-9a-f]{{1,4}}:){{7}}[0-9a-f]{{1,4}}(/[0-9]{{1,3}})?$'"
                       " or @ ~* '^[0-9a-f:]*::[0-9a-f:.]*(/[0-9]{{1,3}})?$')", octet);
}

}  // namespace

// Cheap tests of the length stand first: most values fail there.
const std::vector<TextShape>& text_shapes() {
    static const std::vector<TextShape> shapes{
        {"uuid", "length(@) = 36 and @ ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'"},
        {"bigint", "length(@) <= 18 and @ ~ '^(0|-?[1-9][0-9]{0,16})$'"},
        {"numeric", "length(@) <= 40 and @ ~ '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$'"},
        {"date", fmt::format("length(@) = 10 and @ ~ '^{}$'", day)},
        {"timestamptz", fmt::format("length(@) between 16 and 35 and @ ~ '{}'", moment())},
        {"boolean", "length(@) <= 5 and @ ~* '^(true|false|t|f|yes|no|y|n)$'"},
        {"inet", fmt::format("length(@) between 3 and 43 and {}", address())},
        {"json", "(@ like '{%}' and @ ~ '^\\{\\s*(\\}|\"[^\"]*\"\\s*:)'"
                 " or @ like '[%]' and @ ~ '^\\[\\s*(\\]$|[{\"\\[]|-?[0-9.]+\\s*[,\\]]|true|false|null)')"},
    };
    return shapes;
}

std::string shape_condition(const TextShape& shape, std::string_view column) {
    return "(" + replaced(shape.condition, "@", fmt::format("{}::text", column)) + ")";
}

std::string list_condition(char separator, std::string_view column) {
    // A token has one word or two and no separator; what begins with a bracket is an array or JSON.
    const std::string token{"[^][{}(),;|[:space:]]+( [^][{}(),;|[:space:]]+)?"};
    return fmt::format("(length({0}::text) <= 2000 and {0}::text ~ '^{1}(\\s*[{2}]\\s*{1}){{2,}}$')", column, token, separator);
}

}  // namespace assay::postgres
