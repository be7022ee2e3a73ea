// A sub-select that fetches one row by its key is run for each row; a join can be hashed.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose_for(RewriteContext& context, const QueryText& query, const Select& inner, const Select& outer) {
    const auto* table = context.table_of(inner.from[0]);
    const auto place = around(context, query);
    const bool in_targets = place.whole.begin >= outer.targets_clause.whole.begin && place.whole.end <= outer.targets_clause.whole.end;
    const auto value = context.column(inner.targets[0].expression);
    if (!table || !in_targets || !value || value->select != context.number_of(inner)) return;
    std::vector<std::string> names;
    std::string on;
    for (const auto& each : equal_columns(context, inner.where.parts, context.number_of(inner), 0)) names.push_back(each.own.name);
    const auto alias = free_alias(context, "looked_up");
    for (const auto part : inner.where.parts) {
        std::vector<Edit> edits;
        if (context.has_subquery(part)) return;
        auto text = context.text(part);
        const auto columns = context.columns_in(part);
        for (auto column = columns.rbegin(); column != columns.rend(); ++column) {
            if (column->select < 0) return;
            const auto named = column->select == context.number_of(inner) ? alias + "." + sql::quote_identifier(column->name) : context.qualified(*column);
            text.replace(column->span.begin - part.begin, column->span.end - column->span.begin, named);
        }
        join_by_and(on, beside_and(context, part, text));
    }
    const UniqueKey* key = nullptr;
    for (const auto& each : table->keys)
        if (std::all_of(each.columns.begin(), each.columns.end(), [&](const auto& name) { return std::find(names.begin(), names.end(), name) != names.end(); })) key = &each;
    if (!key) return;
    auto shown = alias + "." + sql::quote_identifier(value->name);
    for (const auto& target : outer.targets)
        if (target.expression.begin == place.whole.begin && target.whole.end == target.expression.end && target.expression.end == place.whole.end && !inner.targets[0].name.empty() && inner.targets[0].name != value->name)
            shown += " AS " + sql::quote_identifier(inner.targets[0].name);
    const auto named_table = (inner.from[0].schema.empty() ? "" : sql::quote_identifier(inner.from[0].schema) + ".") + sql::quote_identifier(inner.from[0].table);
    auto edits = commas_as_cross_joins(outer);
    edits.push_back({place.whole, shown});
    edits.push_back({{outer.from_clause.whole.end, outer.from_clause.whole.end}, fmt::format("\nLEFT JOIN {} {} ON {}", named_table, alias, on)});
    context.propose(std::move(edits), {key_fact(*table, *key)});
}

void propose(RewriteContext& context) {
    for (std::size_t i = 0; i < context.statement().queries().size(); ++i) {
        const auto& query = context.statement().queries()[i];
        const auto* inner = context.statement().only_select(static_cast<int>(i));
        if (query.place != QueryText::Place::expression || query.parent < 0 || !inner || !context.is_plain(*inner) || inner->from.size() != 1 || inner->targets.size() != 1 || !inner->where.exists()) continue;
        const auto& outer = context.statement().selects()[static_cast<std::size_t>(query.parent)];
        if (outer.readable && !outer.from.empty() && !outer.group.exists()) propose_for(context, query, *inner, outer);
    }
}

}  // namespace

extern const Rewrite scalar_lookup_to_join;
const Rewrite scalar_lookup_to_join{"scalar-lookup-to-join", "A look-up by a unique key becomes a LEFT JOIN", propose};

}  // namespace assay::query
