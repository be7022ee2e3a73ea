// x = 1 OR x = 2 OR x = 3 is one scan for each constant; x IN (1, 2, 3) is one for all.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    each_condition(context, [&](const Select&, TextSpan part) {
        const auto sides = context.statement().split(without_parentheses(context, part), "or");
        if (sides.size() < 2) return;
        std::string column, list;
        for (const auto side : sides) {
            const auto compared = comparison_in(context, side);
            if (!compared || compared->operation != "=" || !context.column(compared->left) || !constant_in(context, compared->right)) return;
            if (column.empty()) column = context.text(compared->left);
            if (column != context.text(compared->left)) return;
            list += (list.empty() ? "" : ", ") + context.text(compared->right);
        }
        context.propose({{part, fmt::format("{} IN ({})", column, list)}});
    });
}

}  // namespace

extern const Rewrite or_to_in;
const Rewrite or_to_in{"or-to-in", "A chain of OR on one column becomes IN", propose};

}  // namespace assay::query
