// coalesce hides a column from its index.
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
        if (!sides || sides->operation != "=") return;
        const auto node = context.expression(sides->left).as("CoalesceExpr");
        const auto wanted = constant_in(context, sides->right);
        const auto columns = context.columns_in(sides->left);
        if (!node || !wanted || node["args"].size() != 2 || columns.size() != 1 || !columns[0].column) return;
        auto second = node["args"].begin();
        if (!(*second).as("ColumnRef")) return;
        ++second;
        if (!(*second).as("A_Const") || (*second).as("A_Const")["isnull"].boolean()) return;
        const auto column = context.text(columns[0].span), constant = context.text(sides->right);
        const bool same = sql::constant_text(*second) == *wanted;
        context.propose({{part, same ? fmt::format("({0} = {1} OR {0} IS NULL)", column, constant) : fmt::format("{} = {}", column, constant)}});
    });
}

}  // namespace

extern const Rewrite coalesce_to_condition;
const Rewrite coalesce_to_condition{"coalesce-to-condition", "coalesce(column, constant) = constant becomes a condition on the column", propose};

}  // namespace assay::query
