// The order of a sub-select is no one's promise, but it is sorted all the same.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

bool asks_for_order(const RewriteContext& context, const Select& select) {
    static constexpr const char* words[]{"array_agg", "string_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg", "xmlagg", "over", "limit", "array"};
    for (const auto& token : context.statement().tokens(context.statement().query_of(select).whole))
        for (const char* word : words)
            if (sql::is_word(token.in(context.text()), word)) return true;
    return select.distinct_on;
}

void propose(RewriteContext& context) {
    for (const auto& query : context.statement().queries()) {
        if (query.place == QueryText::Place::top || !query.order.exists() || query.limit.exists() || query.offset.exists()) continue;
        if (query.parent >= 0 && asks_for_order(context, context.statement().selects()[static_cast<std::size_t>(query.parent)])) continue;
        if (query.parent < 0 && query.place != QueryText::Place::common_table && query.place != QueryText::Place::member) continue;
        const bool distinct_on = std::any_of(query.selects.begin(), query.selects.end(), [&](int each) { return each < 0 || context.statement().selects()[static_cast<std::size_t>(each)].distinct_on; });
        if (!distinct_on) context.propose({{query.order.whole, ""}});
    }
}

}  // namespace

extern const Rewrite order_in_subquery;
const Rewrite order_in_subquery{"order-in-subquery", "ORDER BY of a sub-select without LIMIT goes", propose};

}  // namespace assay::query
