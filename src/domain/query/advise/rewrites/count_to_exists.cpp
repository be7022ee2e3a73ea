// (SELECT count(*) …) > 0 counts every row to learn whether there is one.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Compared {
    TextSpan span;      // what EXISTS replaces, without the sub-select
    bool behind;    // the comparison stands behind the sub-select
    bool exists;
};

std::optional<Compared> compared_with_zero(const RewriteContext& context, const Surroundings& place) {
    const auto words = [&](const std::vector<TextSpan>& list, bool reversed) {
        if (list.size() < 2) return std::string{};
        return reversed ? context.text(list[1]) + context.text(list[0]) : context.text(list[0]) + context.text(list[1]);
    };
    const auto after = words(place.behind, false), before = words(place.before, true);
    for (const auto& [text, exists] : {std::pair{">0", true}, {">=1", true}, {"<>0", true}, {"!=0", true}, {"=0", false}, {"<1", false}, {"<=0", false}})
        if (after == text) return Compared{{place.whole.end, place.behind[1].end}, true, exists};
    for (const auto& [text, exists] : {std::pair{"0<", true}, {"1<=", true}, {"0<>", true}, {"0=", false}})
        if (before == text) return Compared{{place.before[1].begin, place.whole.begin}, false, exists};
    return {};
}

void propose(RewriteContext& context) {
    for (std::size_t i = 0; i < context.statement().queries().size(); ++i) {
        const auto& query = context.statement().queries()[i];
        const auto* inner = context.statement().only_select(static_cast<int>(i));
        if (query.place != QueryText::Place::expression || !inner || inner->targets.size() != 1 || inner->group.exists() || inner->having.exists() ||
            inner->distinct.exists() || query.limit.exists() || query.offset.exists() || !inner->from_clause.exists())
            continue;
        const auto target = context.expression(inner->targets[0].expression).as("FuncCall");
        if (!target || target["agg_distinct"].boolean() || target["agg_filter"].exists() || target["over"].exists() || (*target["funcname"].begin()).string() != "count") continue;
        std::vector<std::string> rests;
        if (!target["agg_star"].boolean()) {
            // count(column) is count(*) where the column is never NULL.
            const auto columns = context.columns_in(inner->targets[0].expression);
            if (columns.size() != 1 || !columns[0].column || !columns[0].column->not_null || inner->from.size() != 1) continue;
            rests.push_back(not_null_fact(columns[0]));
        }
        const auto place = around(context, query);
        const auto compared = compared_with_zero(context, place);
        if (!compared) continue;
        const std::string words = compared->exists ? "EXISTS " : "NOT EXISTS ";
        std::vector<Edit> edits{{inner->targets_clause.whole, "1"}};
        if (compared->behind) {
            edits.push_back({{place.whole.begin, place.whole.begin}, words});
            edits.push_back({compared->span, ""});
        } else {
            edits.push_back({compared->span, words});
        }
        context.propose(std::move(edits), std::move(rests));
    }
}

}  // namespace

extern const Rewrite count_to_exists;
const Rewrite count_to_exists{"count-to-exists", "count(*) compared with zero becomes EXISTS", propose};

}  // namespace assay::query
