// A sub-select that counts or sums for each row runs once a row; grouped once and joined it runs once.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Correlation {
    std::vector<std::pair<std::string, std::string>> keys;  // own column, outer expression
    std::string conditions;                                // the rest
};

std::optional<Correlation> correlation_of(const RewriteContext& context, const Select& inner) {
    Correlation made;
    for (const auto part : inner.where.parts) {
        const auto columns = context.columns_in(part);
        const bool correlated = std::any_of(columns.begin(), columns.end(), [&](const auto& each) { return each.select != context.number_of(inner); });
        if (!correlated) {
            join_by_and(made.conditions, beside_and(context, part));
            continue;
        }
        const auto sides = comparison_in(context, part);
        if (!sides || sides->operation != "=") return {};
        auto left = context.column(sides->left), right = context.column(sides->right);
        if (!left || !right || left->select < 0 || right->select < 0) return {};
        if (left->select != context.number_of(inner)) std::swap(left, right);
        if (left->select != context.number_of(inner) || right->select == context.number_of(inner)) return {};
        made.keys.emplace_back(context.qualified(*left), context.qualified(*right));
    }
    if (made.keys.empty()) return {};
    return made;
}

// The name that the result has of an expression which nobody named. Nothing for what no row does not make NULL, but for
// count alone: the join has no group then.
std::optional<std::string> name_of_aggregate(const RewriteContext& context, TextSpan expression) {
    const auto call = context.expression(expression).as("FuncCall");
    std::string name = "?column?";
    if (call) {
        for (const sql::Node part : call["funcname"]) name = part.string();
        if (name == "count" && !call["over"].exists()) return name;
    }
    if (!context.has_aggregate(expression)) return {};
    for (const auto& token : context.statement().tokens(expression))
        for (const char* word : {"count", "coalesce", "case", "is", "over", "concat", "num_nulls", "array_agg", "jsonb_build_object", "format"})
            if (sql::is_word(token.in(context.text()), word)) return {};
    return name;
}

void propose_for(RewriteContext& context, const QueryText& query, const Select& inner, const Select& outer) {
    const auto name = name_of_aggregate(context, inner.targets[0].expression);
    if (!name) return;
    for (const auto& column : context.columns_in(inner.targets[0].expression))
        if (column.select != context.number_of(inner)) return;
    const auto correlation = correlation_of(context, inner);
    if (!correlation) return;
    const auto place = around(context, query);
    const bool in_targets = place.whole.begin >= outer.targets_clause.whole.begin && place.whole.end <= outer.targets_clause.whole.end;
    const bool in_where = outer.where.exists() && place.whole.begin >= outer.where.body.begin && place.whole.end <= outer.where.body.end;
    // WHERE comes before groups are made; targets come after.
    const bool grouped = outer.group.exists() || outer.having.exists() || context.has_aggregate(outer.targets_clause.whole);
    if ((!in_targets && !in_where) || (in_targets && grouped) || is_word_at(context, place.before, 0, "in") || is_word_at(context, place.before, 0, "exists") || is_word_at(context, place.before, 0, "any") || is_word_at(context, place.before, 0, "all")) return;
    const auto alias = free_alias(context, "grouped");
    std::string keys, groups, on;
    for (std::size_t i = 0; i < correlation->keys.size(); ++i) {
        keys += fmt::format("{} AS key{}, ", correlation->keys[i].first, i + 1);
        groups += (i ? ", " : "") + correlation->keys[i].first;
        on += fmt::format("{}{}.key{} = {}", i ? " AND " : "", alias, i + 1, correlation->keys[i].second);
    }
    const auto join = fmt::format("\nLEFT JOIN (SELECT {}{} AS value {}{}{} GROUP BY {}) {} ON {}", keys, context.text(inner.targets[0].expression), context.text(inner.from_clause.whole),
                                  correlation->conditions.empty() ? "" : " WHERE ", correlation->conditions, groups, alias, on);
    auto value = alias + ".value";
    if (*name == "count") value = fmt::format("coalesce({}, 0)", value);
    // The column keeps the name that the sub-select gave it.
    for (const auto& target : outer.targets)
        if (target.expression.begin == place.whole.begin && target.expression.end == place.whole.end && target.whole.end == target.expression.end)
            value += " AS " + sql::quote_identifier(inner.targets[0].name.empty() ? *name : inner.targets[0].name);
    auto edits = commas_as_cross_joins(outer);
    edits.push_back({place.whole, value});
    edits.push_back({{outer.from_clause.whole.end, outer.from_clause.whole.end}, join});
    context.propose(std::move(edits));
}

void propose(RewriteContext& context) {
    for (std::size_t i = 0; i < context.statement().queries().size(); ++i) {
        const auto& query = context.statement().queries()[i];
        const auto* inner = context.statement().only_select(static_cast<int>(i));
        if (query.place != QueryText::Place::expression || query.parent < 0 || !inner || !inner->readable || inner->targets.size() != 1 || inner->group.exists() || inner->having.exists() ||
            inner->distinct.exists() || query.limit.exists() || query.offset.exists() || inner->from.empty() || query.with.exists())
            continue;
        const auto& outer = context.statement().selects()[static_cast<std::size_t>(query.parent)];
        if (outer.readable && !outer.from.empty()) propose_for(context, query, *inner, outer);
    }
}

}  // namespace

extern const Rewrite scalar_aggregate_to_join;
const Rewrite scalar_aggregate_to_join{"scalar-aggregate-to-join", "A correlated aggregate becomes a join with groups", propose};

}  // namespace assay::query
