// A foreign key says that the row is there, and its unique key that it is there once: the join need not be made.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

bool is_used_elsewhere(const RewriteContext& context, const Select& select, std::size_t item) {
    const int number = context.number_of(select);
    const auto& query = context.statement().query_of(select);
    const auto uses = [&](TextSpan span) { return span.exists() && context.mentions(span, number, item); };
    for (const auto& target : select.targets)
        if (context.text(target.expression).find('*') != std::string::npos ? context.text(target.expression) != "count(*)" : uses(target.expression)) return true;
    for (const auto& list : {select.where.parts, select.group.parts, select.having.parts})
        for (const auto part : list)
            if (uses(part)) return true;
    for (const auto key : query.order.parts)
        if (context.statement().mentions_alias(key, select.from[item].alias)) return true;
    for (std::size_t i = 0; i < select.from.size(); ++i)
        if (i != item && (uses(select.from[i].on) || (select.from[i].query >= 0 && select.from[i].lateral) || !select.from[i].using_columns.empty())) return true;
    return context.statement().mentions_alias(select.distinct, select.from[item].alias);
}

const ForeignKeyFact* foreign_key_of(const FactTable& child, const FactTable& parent, const std::vector<EqualColumn>& equal, const std::vector<NamedColumn>& others) {
    for (const auto& key : child.foreign_keys) {
        if (key.parent != parent.oid || !key.validated || key.columns.size() != equal.size()) continue;
        bool all = true;
        for (std::size_t i = 0; i < key.columns.size(); ++i) {
            bool found = false;
            for (std::size_t k = 0; k < equal.size(); ++k) found = found || (equal[k].own.name == key.parent_columns[i] && others[k].name == key.columns[i]);
            all = all && found;
        }
        if (all) return &key;
    }
    return nullptr;
}

void propose_for(RewriteContext& context, const Select& select, std::size_t item) {
    const auto& joined = select.from[item];
    const auto* parent = context.table_of(joined);
    const bool left = joined.join == JoinedItem::Join::left;
    if (!parent || !joined.on.exists() || (joined.join != JoinedItem::Join::inner && !left) || is_used_elsewhere(context, select, item)) return;
    const auto conditions = context.statement().split(joined.on, "and");
    const auto equal = equal_columns(context, conditions, context.number_of(select), item);
    std::vector<std::string> names;
    std::vector<NamedColumn> others;
    for (const auto& each : equal) {
        names.push_back(each.own.name);
        const auto other = context.column(each.other);
        if (!other || !other->table) return;
        others.push_back(*other);
    }
    const auto* key = context.total_key_among(*parent, names);
    if (!key || (!left && equal.size() != conditions.size())) return;
    std::vector<std::string> rests{key_fact(*parent, *key)};
    std::vector<Edit> edits{{joined.whole, ""}};
    if (!left) {
        const auto& child_item = select.from[others[0].item];
        const auto* foreign = foreign_key_of(*others[0].table, *parent, equal, others);
        if (!foreign || others[0].select != context.number_of(select) || child_item.is_outer()) return;
        rests.push_back(fmt::format("foreign key {}", foreign->name));
        std::string known;
        for (const auto& other : others) {
            if (other.column && other.column->not_null) rests.push_back(not_null_fact(other));
            else known += fmt::format("{}{} IS NOT NULL", known.empty() ? "" : " AND ", context.qualified(other));
        }
        if (!known.empty()) edits.push_back(with_condition(context, select, known));
        // An insertion at the end of what goes belongs behind it.
        if (edits.size() > 1 && edits[1].span.begin == joined.whole.end && !edits[1].span.exists()) edits = {{joined.whole, edits[1].text}};
    }
    context.propose(std::move(edits), std::move(rests));
}

void propose(RewriteContext& context) {
    for (const auto& select : context.statement().selects())
        for (std::size_t i = 1; i < select.from.size() && select.readable; ++i) propose_for(context, select, i);
}

}  // namespace

extern const Rewrite join_elimination;
const Rewrite join_elimination{"join-elimination", "A join that neither adds nor takes away rows goes", propose};

}  // namespace assay::query
