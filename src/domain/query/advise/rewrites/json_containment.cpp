// data ->> 'state' = 'paid' is evaluated row by row; data @> '{…}' is what a GIN index serves. Equal for text that is no JSON value of another kind.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

// Whether ->> gives this text for a JSON string alone, not for a number, true, false, null, an object or a list.
bool only_a_string_prints_so(const std::string& text) {
    if (text.empty()) return true;
    if (text == "true" || text == "false" || text == "null" || text[0] == '{' || text[0] == '[') return false;
    return text.find_first_of("0123456789") != 0 && text[0] != '-';
}

std::string json_string(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c;
        if (c == '\'') made += c;
    }
    return made + "\"";
}

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto sides = comparison_in(context, part);
        if (!sides || sides->operation != "=") return;
        const auto literal = constant_in(context, sides->right);
        const auto columns = context.columns_in(sides->left);
        if (!literal || columns.size() != 1 || !columns[0].column || columns[0].column->base != "jsonb" || !only_a_string_prints_so(*literal)) return;
        std::vector<std::string> keys;
        auto node = without_parentheses(context, sides->left).exists() ? context.expression(sides->left) : sql::Node{};
        for (bool outermost = true; node.as("A_Expr"); outermost = false) {
            const auto step = node.as("A_Expr");
            if ((*step["name"].begin()).string() != (outermost ? "->>" : "->") || !step["rexpr"].as("A_Const")["sval"].exists()) return;
            keys.push_back(sql::constant_text(step["rexpr"]));
            node = step["lexpr"];
        }
        if (!node.as("ColumnRef") || keys.empty()) return;
        std::string object = json_string(*literal);
        for (const auto& key : keys) object = fmt::format("{{{}: {}}}", json_string(key), object);
        context.propose({{part, fmt::format("{} @> '{}'", context.text(columns[0].span), object)}}, {fmt::format("{} is jsonb", context.text(columns[0].span))});
    });
}

}  // namespace

extern const Rewrite json_containment;
const Rewrite json_containment{"json-containment", "A JSON path compared with text becomes containment", propose};

}  // namespace assay::query
