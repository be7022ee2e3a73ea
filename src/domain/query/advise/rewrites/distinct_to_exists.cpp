// A join that only asks whether there is a match multiplies rows, which DISTINCT then puts together again.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    const auto& statement = context.statement();
    for (const auto& select : statement.selects()) {
        if (!select.distinct.exists() || select.distinct_on || !select.readable || select.from.size() < 2 || select.group.exists() || select.having.exists() ||
            context.has_aggregate(select.targets_clause.whole))
            continue;
        const int number = context.number_of(select);
        // All targets are of one item, whose key they hold.
        std::optional<std::size_t> base;
        std::vector<std::string> columns;
        bool one = true;
        for (const auto& target : select.targets)
            for (const auto& column : context.columns_in(target.expression)) {
                if (column.select != number || (base && *base != column.item)) one = false;
                base = column.item;
                if (context.column(target.expression)) columns.push_back(column.name);
            }
        if (!one || !base) continue;
        const auto* table = context.table_of(select.from[*base]);
        const auto* key = table ? context.total_key_among(*table, columns) : nullptr;
        using Join = JoinedItem::Join;
        const bool inner = std::all_of(select.from.begin(), select.from.end(), [](const auto& item) { return (item.join == Join::inner || item.join == Join::comma || item.join == Join::cross) && item.using_columns.empty() && !item.lateral; });
        if (!key || !inner) continue;
        std::string items, conditions, kept;
        for (std::size_t i = 0; i < select.from.size(); ++i) {
            if (i != *base) items += (items.empty() ? "" : ", ") + context.text(select.from[i].item);
            if (select.from[i].on.exists()) join_by_and(conditions, beside_and(context, select.from[i].on));
        }
        for (const auto part : select.where.parts) {
            bool others = false;
            for (std::size_t i = 0; i < select.from.size(); ++i) others = others || (i != *base && context.mentions(part, number, i));
            join_by_and(others ? conditions : kept, beside_and(context, part));
        }
        const auto exists = fmt::format("EXISTS (SELECT 1 FROM {}{}{})", items, conditions.empty() ? "" : " WHERE ", conditions);
        std::vector<Edit> edits{{select.distinct, ""}, {select.from_clause.whole, fmt::format("FROM {} WHERE {}{}{}", context.text(select.from[*base].item), kept, kept.empty() ? "" : " AND ", exists)}};
        if (select.where.exists()) edits.push_back({select.where.whole, ""});
        context.propose(std::move(edits), {key_fact(*table, *key)});
    }
}

}  // namespace

extern const Rewrite distinct_to_exists;
const Rewrite distinct_to_exists{"distinct-to-exists", "A join that DISTINCT undoes becomes EXISTS", propose};

}  // namespace assay::query
