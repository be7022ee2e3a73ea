// A long list is compared with each row, or looked up once for each member; VALUES can be hashed and joined.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

constexpr std::size_t long_list = 20;

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto bare = without_parentheses(context, part);
        const auto node = context.expression(bare).as("A_Expr");
        if (node["kind"].text() != "AEXPR_IN" || (*node["name"].begin()).string() != "=" || !node["lexpr"].as("ColumnRef")) return;
        const auto columns = context.columns_in(bare);
        const auto tokens = context.statement().tokens(bare);
        if (columns.size() != 1 || !columns[0].column) return;
        std::string values;
        std::size_t count = 0;
        bool inside = false;
        for (const auto& token : tokens) {
            if (token.in(context.text()) == "(") inside = true;
            if (!inside || (token.kind != sql::TokenKind::number && token.kind != sql::TokenKind::string)) continue;
            values += fmt::format("{}({}{})", count ? ", " : "", token.in(context.text()), count ? "" : "::" + columns[0].column->type);
            ++count;
        }
        std::size_t members = 0;
        for ([[maybe_unused]] const sql::Node each : node["rexpr"]["List"]["items"]) ++members;
        if (members == 0)
            for ([[maybe_unused]] const sql::Node each : node["rexpr"].as("List")["items"]) ++members;
        if (count < long_list || (members && members != count)) return;
        context.propose({{part, fmt::format("{} IN (VALUES {})", context.text(columns[0].span), values)}});
    });
}

}  // namespace

extern const Rewrite in_list_to_values;
const Rewrite in_list_to_values{"in-list-to-values", "A long IN list becomes a join with VALUES", propose};

}  // namespace assay::query
