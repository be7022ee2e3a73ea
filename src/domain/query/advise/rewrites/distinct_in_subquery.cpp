// IN and EXISTS do not count matches; DISTINCT there keeps the planner from a semi-join.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    for (std::size_t i = 0; i < context.statement().queries().size(); ++i) {
        const auto& query = context.statement().queries()[i];
        const auto* inner = context.statement().only_select(static_cast<int>(i));
        if (query.place != QueryText::Place::expression || !inner || !inner->distinct.exists() || inner->distinct_on || query.limit.exists() || query.offset.exists()) continue;
        const auto place = around(context, query);
        if (is_word_at(context, place.before, 0, "in") || is_word_at(context, place.before, 0, "exists")) context.propose({{inner->distinct, ""}});
    }
}

}  // namespace

extern const Rewrite distinct_in_subquery;
const Rewrite distinct_in_subquery{"distinct-in-subquery", "DISTINCT within IN or EXISTS goes", propose};

}  // namespace assay::query
