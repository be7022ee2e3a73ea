// One index cannot serve a = 1 OR b = 2; each side alone can be. The second side leaves out what the first has.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

constexpr std::size_t most_sides = 4;

void propose(RewriteContext& context) {
    const auto& statement = context.statement();
    const auto* select = statement.only_select(0);
    const auto& query = statement.queries()[0];
    if (!select || !context.is_plain(*select) || query.order.exists() || query.with.exists()) return;
    for (const auto part : select->where.parts) {
        const auto bare = without_parentheses(context, part);
        const auto sides = statement.split(bare, "or");
        if (sides.size() < 2 || sides.size() > most_sides || context.has_aggregate(part)) continue;
        std::string text;
        for (std::size_t i = 0; i < sides.size(); ++i) {
            auto condition = sides.size() > 2 || statement.split(sides[i], "and").size() > 1 ? fmt::format("({})", context.text(sides[i])) : context.text(sides[i]);
            for (std::size_t earlier = 0; earlier < i; ++earlier) condition += fmt::format(" AND ({}) IS NOT TRUE", context.text(sides[earlier]));
            text += (i ? "\nUNION ALL\n" : "") + edited(context.text(), {{part, condition}});
        }
        context.propose(Proposal{std::move(text)});
    }
}

}  // namespace

extern const Rewrite or_to_union_all;
const Rewrite or_to_union_all{"or-to-union-all", "OR across columns becomes UNION ALL", propose};

}  // namespace assay::query
