// DISTINCT sorts or hashes all rows; where a unique key is among the columns, or GROUP BY has made them different, it finds nothing.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

// GROUP BY's expressions are all among the targets.
bool is_grouped_so(const RewriteContext& context, const Select& select) {
    return select.group.exists() && std::all_of(select.group.parts.begin(), select.group.parts.end(), [&](TextSpan part) {
        return std::any_of(select.targets.begin(), select.targets.end(), [&](const auto& target) { return context.text(target.expression) == context.text(part) || target.name == context.text(part); });
    });
}

// Every further table is joined by all columns of a unique key, so that no row is multiplied.
bool no_join_multiplies(const RewriteContext& context, const Select& select, std::size_t base, std::vector<std::string>& rests) {
    auto conditions = select.where.parts;
    for (const auto& item : select.from)
        if (item.on.exists())
            for (const auto part : context.statement().split(item.on, "and")) conditions.push_back(part);
    for (std::size_t i = 0; i < select.from.size(); ++i) {
        if (i == base) continue;
        const auto* table = context.table_of(select.from[i]);
        if (!table || select.from[i].join == JoinedItem::Join::right || select.from[i].join == JoinedItem::Join::full) return false;
        std::vector<std::string> equal;
        for (const auto& each : equal_columns(context, conditions, context.number_of(select), i))
            if (const auto other = context.column(each.other); !other || other->select != context.number_of(select) || other->item < i || base > i) equal.push_back(each.own.name);
        const auto* key = context.total_key_among(*table, equal);
        if (!key) return false;
        rests.push_back(key_fact(*table, *key));
    }
    return true;
}

void propose(RewriteContext& context) {
    for (const auto& select : context.statement().selects()) {
        if (!select.distinct.exists() || select.distinct_on || !select.readable) continue;
        if (is_grouped_so(context, select)) {
            context.propose({{select.distinct, ""}});
            continue;
        }
        if (select.group.exists() || select.from.empty() || context.has_aggregate(select.targets_clause.whole)) continue;
        std::vector<std::string> columns;
        for (const auto& target : select.targets) {
            const auto column = context.column(target.expression);
            if (column && column->select == context.number_of(select) && column->item == 0) columns.push_back(column->name);
            if (context.text(target.expression) == "*" || context.text(target.expression) == select.from[0].alias + ".*")
                if (const auto* table = context.table_of(select.from[0]))
                    for (const auto& each : table->columns) columns.push_back(each.name);
        }
        const auto* table = context.table_of(select.from[0]);
        const auto* key = table ? context.total_key_among(*table, columns) : nullptr;
        if (!key) continue;
        std::vector<std::string> rests{key_fact(*table, *key)};
        if (no_join_multiplies(context, select, 0, rests)) context.propose({{select.distinct, ""}}, std::move(rests));
    }
}

}  // namespace

extern const Rewrite redundant_distinct;
const Rewrite redundant_distinct{"redundant-distinct", "DISTINCT over rows that a key tells apart goes", propose};

}  // namespace assay::query
