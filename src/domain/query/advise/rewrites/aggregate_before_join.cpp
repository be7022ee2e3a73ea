// Joining first carries the columns of the parent along with every row of the child; grouped first, each group is joined once.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Shape {
    std::size_t parent = 0, child = 1;
    NamedColumn parent_key, child_key;
    const UniqueKey* key = nullptr;
};

std::optional<Shape> shape_of(const RewriteContext& context, const Select& select) {
    const auto& second = select.from[1];
    if (!second.on.exists() || (second.join != JoinedItem::Join::inner && second.join != JoinedItem::Join::left)) return {};
    const auto sides = comparison_in(context, second.on);
    if (!sides || sides->operation != "=") return {};
    auto left = context.column(sides->left), right = context.column(sides->right);
    if (!left || !right || !left->table || !right->table || left->item == right->item) return {};
    for (const bool first_is_parent : {true, false}) {
        const std::size_t parent = first_is_parent ? 0 : 1;
        if (second.join == JoinedItem::Join::left && parent != 0) continue;
        const auto& key_side = left->item == parent ? *left : *right;
        const auto& other = left->item == parent ? *right : *left;
        const auto* key = context.total_key_among(*key_side.table, {key_side.name});
        const bool grouped = std::any_of(select.group.parts.begin(), select.group.parts.end(), [&](TextSpan part) {
            const auto column = context.column(part);
            return column && column->item == parent && column->name == key_side.name;
        });
        if (key && grouped) return Shape{parent, 1 - parent, key_side, other, key};
    }
    return {};
}

void propose(RewriteContext& context) {
    for (const auto& select : context.statement().selects()) {
        const auto& query = context.statement().query_of(select);
        if (!select.readable || select.from.size() != 2 || !select.group.exists() || select.having.exists() || select.distinct.exists() || select.window.exists() || context.has_aggregate(query.order.body)) continue;
        const auto shape = shape_of(context, select);
        const int number = context.number_of(select);
        if (!shape || std::any_of(select.group.parts.begin(), select.group.parts.end(), [&](TextSpan part) { return context.mentions(part, number, shape->child); })) continue;
        const bool left = select.from[1].join == JoinedItem::Join::left;
        const auto alias = free_alias(context, "grouped");
        std::string values;
        std::vector<Edit> edits;
        bool fits = true;
        int count = 0;
        for (const auto& target : select.targets) {
            const auto call = context.expression(target.expression).as("FuncCall");
            if (!context.has_aggregate(target.expression)) {
                fits = fits && !context.mentions(target.expression, number, shape->child);
                continue;
            }
            std::string name;
            for (const sql::Node part : call["funcname"]) name = part.string();
            const bool known = name == "count" || name == "sum" || name == "min" || name == "max" || name == "avg";
            // count(*) of a LEFT JOIN counts the parent's row too.
            if (!call || !known || call["over"].exists() || (left && call["agg_star"].boolean()) || context.mentions(target.expression, number, shape->parent)) {
                fits = false;
                continue;
            }
            values += fmt::format(", {} AS value{}", context.text(target.expression), ++count);
            auto shown = fmt::format("{}.value{}", alias, count);
            if (left && name == "count") shown = fmt::format("coalesce({}, 0)", shown);
            if (target.whole.end == target.expression.end) shown += " AS " + name;
            edits.push_back({target.expression, shown});
        }
        std::string child_conditions, parent_conditions;
        for (const auto part : select.where.parts) {
            const bool of_child = context.mentions(part, number, shape->child), of_parent = context.mentions(part, number, shape->parent);
            if (of_child && (of_parent || left)) fits = false;
            auto& list = of_child ? child_conditions : parent_conditions;
            join_by_and(list, beside_and(context, part));
        }
        if (!fits || count == 0) continue;
        const auto key = context.qualified(shape->child_key);
        edits.push_back({select.from_clause.whole, fmt::format("FROM {}\n{} (SELECT {} AS key1{} FROM {}{}{} GROUP BY {}) {} ON {}.key1 = {}", context.text(select.from[shape->parent].item), left ? "LEFT JOIN" : "JOIN",
                                                               key, values, context.text(select.from[shape->child].item), child_conditions.empty() ? "" : " WHERE ", child_conditions, key, alias, alias, context.qualified(shape->parent_key))});
        if (select.where.exists()) edits.push_back({select.where.whole, parent_conditions.empty() ? "" : "WHERE " + parent_conditions});
        edits.push_back({select.group.whole, ""});
        context.propose(std::move(edits), {key_fact(*shape->parent_key.table, *shape->key)});
    }
}

}  // namespace

extern const Rewrite aggregate_before_join;
const Rewrite aggregate_before_join{"aggregate-before-join", "Rows are grouped before they are joined", propose};

}  // namespace assay::query
