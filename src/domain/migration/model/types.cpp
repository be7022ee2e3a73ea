#include "domain/migration/model/types.h"

#include <array>
#include <charconv>
#include <vector>

#include "core/text.h"

namespace assay::migration {

namespace {

struct Type {
    std::string_view base;
    std::vector<int> modifiers;
};

Type parts(std::string_view text) {
    const auto open = text.find('(');
    if (open == text.npos || !ends_with(text, ")")) return {text, {}};
    Type type{text.substr(0, open), {}};
    for (const auto number : split(text.substr(open + 1, text.size() - open - 2), ',')) {
        int value = 0;
        std::from_chars(number.data(), number.data() + number.size(), value);
        type.modifiers.push_back(value);
    }
    return type;
}

// The target takes every value of the same base type as it is stored. Without a modifier it takes all.
bool at_least_as_wide(const Type& from, const Type& to) {
    if (to.modifiers.empty()) return true;
    if (from.modifiers.empty()) return false;
    if (from.base == "numeric") return to.modifiers.size() == 2 && from.modifiers.size() == 2 && to.modifiers[1] == from.modifiers[1] && to.modifiers[0] >= from.modifiers[0];
    return to.modifiers[0] >= from.modifiers[0];
}

bool widens_in_place(std::string_view base) {
    for (const std::string_view known : {"varchar", "numeric", "varbit", "timestamp", "timestamptz", "time", "timetz", "interval"})
        if (base == known) return true;
    return false;
}

bool is_moment(std::string_view base) { return base == "timestamp" || base == "timestamptz"; }

}  // namespace

std::string type_text(sql::Node type_name) {
    std::string text;
    for (const sql::Node part : type_name["names"])
        if (part.string() != "pg_catalog") text += (text.empty() ? "" : ".") + std::string{part.string()};
    if (starts_with(text, "public.")) text.erase(0, 7);
    std::string modifiers;
    for (const sql::Node modifier : type_name["typmods"]) modifiers += (modifiers.empty() ? "" : ",") + sql::constant_text(modifier);
    if (!modifiers.empty() && text != "interval") text += "(" + modifiers + ")";
    if (type_name["arrayBounds"].exists()) text += "[]";
    return text;
}

std::string_view integer_of_serial(std::string_view type) {
    if (type == "serial" || type == "serial4") return "int4";
    if (type == "bigserial" || type == "serial8") return "int8";
    if (type == "smallserial" || type == "serial2") return "int2";
    return {};
}

TypeChange type_change(std::string_view from_text, std::string_view to_text) {
    if (from_text.empty()) return TypeChange::unknown;
    if (from_text == to_text) return TypeChange::free;
    const Type from = parts(from_text), to = parts(to_text);
    if (from.base == to.base) return widens_in_place(from.base) && at_least_as_wide(from, to) ? TypeChange::free : TypeChange::rewrites;
    if (is_moment(from.base) && is_moment(to.base)) return at_least_as_wide(from, to) ? TypeChange::by_zone : TypeChange::rewrites;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> alike{{{"varchar", "text"}, {"text", "varchar"}, {"cidr", "inet"}}};
    for (const auto& [a, b] : alike)
        if (from.base == a && to.base == b && to.modifiers.empty()) return TypeChange::free;
    return TypeChange::rewrites;
}

}  // namespace assay::migration
