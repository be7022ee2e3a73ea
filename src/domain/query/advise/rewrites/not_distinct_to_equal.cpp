// No index serves IS NOT DISTINCT FROM; beside a constant it means = or IS NULL.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto bare = without_parentheses(context, part);
        const auto node = context.expression(bare).as("A_Expr");
        if (node["kind"].text() != "AEXPR_NOT_DISTINCT" || !node["lexpr"].as("ColumnRef")) return;
        const auto columns = context.columns_in(bare);
        if (columns.size() != 1) return;
        const auto column = context.text(columns[0].span);
        const auto tokens = context.statement().tokens(bare);
        for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
            if (!sql::is_word(tokens[i].in(context.text()), "from")) continue;
            const TextSpan constant{tokens[i + 1].begin, bare.end};
            const bool is_null = sql::is_word(context.text(constant), "null");
            if (is_null || constant_in(context, constant)) context.propose({{part, is_null ? column + " IS NULL" : fmt::format("{} = {}", column, context.text(constant))}});
            return;
        }
    });
}

}  // namespace

extern const Rewrite not_distinct_to_equal;
const Rewrite not_distinct_to_equal{"not-distinct-to-equal", "IS NOT DISTINCT FROM a constant becomes =", propose};

}  // namespace assay::query
