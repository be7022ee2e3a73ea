// WHERE leaves rows out before they are grouped, HAVING groups first.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    for (const auto& select : context.statement().selects()) {
        if (!select.having.exists() || !select.group.exists() || !select.readable) continue;
        std::string moved, kept;
        for (const auto part : select.having.parts) {
            auto& list = context.has_aggregate(part) || context.has_subquery(part) ? kept : moved;
            list += (list.empty() ? "" : " AND ") + context.text(part);
        }
        if (moved.empty() || (select.having.parts.size() == 1 && context.statement().split(select.having.body, "or").size() > 1)) continue;
        context.propose({with_condition(context, select, moved), {select.having.whole, kept.empty() ? "" : "HAVING " + kept}});
    }
}

}  // namespace

extern const Rewrite having_to_where;
const Rewrite having_to_where{"having-to-where", "A condition of HAVING without an aggregate moves to WHERE", propose};

}  // namespace assay::query
