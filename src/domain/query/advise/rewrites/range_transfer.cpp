// The planner carries a = 5 over a = b, but not a > 5: the second table is then read whole.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    for (const auto& select : context.statement().selects()) {
        using Join = JoinedItem::Join;
        if (!select.readable || std::any_of(select.from.begin(), select.from.end(), [](const auto& item) { return item.join != Join::inner && item.join != Join::comma; })) continue;
        auto conditions = select.where.parts;
        for (const auto& item : select.from)
            if (item.on.exists())
                for (const auto part : context.statement().split(item.on, "and")) conditions.push_back(part);
        const int number = context.number_of(select);
        std::string added;
        for (const auto range : select.where.parts) {
            const auto compared = comparison_in(context, range);
            if (!compared || compared->operation == "=" || compared->operation == "<>" || !constant_in(context, compared->right)) continue;
            const auto column = context.column(compared->left);
            if (!column || !column->column || column->select != number) continue;
            for (const auto& each : equal_columns(context, conditions, number, column->item)) {
                const auto other = context.column(each.other);
                if (each.own.name != column->name || !other || !other->column || other->select != number || other->column->type != column->column->type) continue;
                added += fmt::format("{}{} {} {}", added.empty() ? "" : " AND ", context.qualified(*other), compared->operation, context.text(compared->right));
            }
        }
        if (!added.empty()) context.propose({with_condition(context, select, added)});
    }
}

}  // namespace

extern const Rewrite range_transfer;
const Rewrite range_transfer{"range-transfer", "A range holds on both sides of an equality", propose};

}  // namespace assay::query
