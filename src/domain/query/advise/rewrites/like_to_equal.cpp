// A pattern without % and _ is a constant; = is served by every index and joins by hash.
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
        if (node["kind"].text() != "AEXPR_LIKE" || (*node["name"].begin()).string() != "~~" || !node["lexpr"].as("ColumnRef") || !node["rexpr"].as("A_Const")) return;
        const auto columns = context.columns_in(bare);
        const auto pattern = sql::constant_text(node["rexpr"]);
        if (columns.size() != 1 || !columns[0].column || !is_text_type(*columns[0].column) || pattern.find_first_of("%_\\") != pattern.npos) return;
        const auto tokens = context.statement().tokens(bare);
        context.propose({{part, fmt::format("{} = {}", context.text(columns[0].span), tokens.back().in(context.text()))}}, {fmt::format("{} is {}", context.text(columns[0].span), columns[0].column->type)});
    });
}

}  // namespace

extern const Rewrite like_to_equal;
const Rewrite like_to_equal{"like-to-equal", "LIKE without a wildcard becomes =", propose};

}  // namespace assay::query
