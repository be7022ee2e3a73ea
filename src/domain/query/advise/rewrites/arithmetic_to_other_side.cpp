// column + 1 > 10 hides the column from its index; column > 10 - 1 does not.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto sides = comparison_in(context, part);
        if (!sides || !constant_in(context, sides->right)) return;
        const auto node = context.expression(sides->left).as("A_Expr");
        if (!node || node["kind"].text() != "AEXPR_OP") return;
        const auto operation = (*node["name"].begin()).string();
        const auto number = sql::constant_text(node["rexpr"]);
        const auto columns = context.columns_in(sides->left);
        if ((operation != "+" && operation != "-") || !node["lexpr"].as("ColumnRef") || columns.size() != 1 || !columns[0].column || !is_integer_type(*columns[0].column)) return;
        if (number.empty() || number.find_first_not_of("0123456789") != number.npos) return;
        context.propose({{part, fmt::format("{} {} {} {} {}", context.text(columns[0].span), sides->operation, context.text(sides->right), operation == "+" ? "-" : "+", number)}},
                        {fmt::format("{} is {}", context.text(columns[0].span), columns[0].column->type)});
    });
}

}  // namespace

extern const Rewrite arithmetic_to_other_side;
const Rewrite arithmetic_to_other_side{"arithmetic-to-other-side", "Arithmetic moves from the column to the constant", propose};

}  // namespace assay::query
