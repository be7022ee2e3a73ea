// left and substring hide a column from its index; LIKE with a prefix does not, where the index sorts by bytes.
#include <fmt/core.h>

#include "core/utf8.h"
#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto sides = comparison_in(context, part);
        if (!sides || sides->operation != "=") return;
        const auto call = context.expression(sides->left).as("FuncCall");
        const auto literal = constant_in(context, sides->right);
        const auto columns = context.columns_in(sides->left);
        if (!call || !literal || literal->empty() || columns.size() != 1 || !columns[0].column || !is_text_type(*columns[0].column)) return;
        std::string function;
        for (const sql::Node name : call["funcname"]) function = name.string();
        std::vector<std::string> numbers;
        bool first = true;
        for (const sql::Node each : call["args"]) {
            if (first != bool{each.as("ColumnRef")}) return;
            if (!first) numbers.push_back(sql::constant_text(each));
            first = false;
        }
        const auto length = std::to_string(utf8::characters(*literal));
        const bool whole = (function == "left" && numbers == std::vector<std::string>{length}) ||
                           ((function == "substr" || function == "substring") && numbers == std::vector<std::string>{"1", length});
        if (!whole) return;
        std::string pattern;
        for (const char c : *literal) {
            if (c == '%' || c == '_' || c == '\\') pattern += '\\';
            pattern += c;
            if (c == '\'') pattern += c;
        }
        context.propose({{part, fmt::format("{} LIKE '{}%'", context.text(columns[0].span), pattern)}}, {fmt::format("{} is {}", context.text(columns[0].span), columns[0].column->type)});
    });
}

}  // namespace

extern const Rewrite prefix_to_like;
const Rewrite prefix_to_like{"prefix-to-like", "left(column, n) = constant becomes LIKE 'constant%'", propose};

}  // namespace assay::query
