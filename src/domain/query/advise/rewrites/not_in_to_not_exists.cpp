// x NOT IN (SELECT y …) is planned row by row; NOT EXISTS is an anti-join. Equal where neither side can be NULL.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

bool is_never_null(const RewriteContext& context, const NamedColumn& column, const Select& select) {
    if (column.column && column.column->not_null) {
        const auto& own = context.statement().selects()[static_cast<std::size_t>(column.select)];
        return std::none_of(own.from.begin(), own.from.end(), [](const auto& item) { return item.is_outer(); });
    }
    return std::any_of(select.where.parts.begin(), select.where.parts.end(), [&](TextSpan part) {
        return context.text(part).find("IS NOT NULL") != std::string::npos && context.text(part).find(column.name) != std::string::npos;
    });
}

void propose_for(RewriteContext& context, const QueryText& query, const Select& inner) {
    const auto place = around(context, query);
    if (!is_word_at(context, place.before, 0, "in") || !is_word_at(context, place.before, 1, "not")) return;
    const auto& outer = context.statement().selects()[static_cast<std::size_t>(query.parent)];
    for (const auto part : outer.where.parts) {
        const auto bare = without_parentheses(context, part);
        if (place.whole.end != bare.end || place.before[1].begin <= bare.begin) continue;
        TextSpan operand{bare.begin, place.before[1].begin};
        while (operand.end > operand.begin && std::isspace(static_cast<unsigned char>(context.text()[operand.end - 1]))) --operand.end;
        const auto left = context.column(operand), right = context.column(inner.targets[0].expression);
        if (!left || !right || !left->column || !right->column) continue;
        if (!is_never_null(context, *left, outer) || !is_never_null(context, *right, inner)) continue;
        context.propose({{{operand.begin, place.whole.begin}, "NOT EXISTS "}, {inner.targets_clause.whole, "1"},
                         with_condition(context, inner, fmt::format("{} = {}", context.qualified(*right), context.qualified(*left)))},
                        {not_null_fact(*left), not_null_fact(*right)});
    }
}

void propose(RewriteContext& context) {
    for (const auto& query : context.statement().queries()) {
        const auto* inner = context.statement().only_select(static_cast<int>(&query - context.statement().queries().data()));
        if (query.place == QueryText::Place::expression && query.parent >= 0 && inner && context.is_plain(*inner) && inner->targets.size() == 1)
            propose_for(context, query, *inner);
    }
}

}  // namespace

extern const Rewrite not_in_to_not_exists;
const Rewrite not_in_to_not_exists{"not-in-to-not-exists", "NOT IN (SELECT …) becomes NOT EXISTS", propose};

}  // namespace assay::query
