// WHERE made = (SELECT max(made) … of the same group) looks every group up again for each row; a window goes through the rows once.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Greatest {
    std::string function;
    NamedColumn value, group;  // of the outer table
    TextSpan condition;
};

std::optional<Greatest> greatest_in(const RewriteContext& context, const Select& outer, TextSpan part) {
    const auto sides = comparison_in(context, part);
    if (!sides || sides->operation != "=") return {};
    const auto value = context.column(sides->left);
    for (std::size_t i = 0; i < context.statement().queries().size(); ++i) {
        const auto& query = context.statement().queries()[i];
        const auto* inner = context.statement().only_select(static_cast<int>(i));
        if (query.whole.begin < sides->right.begin || query.whole.end > sides->right.end || !inner || inner->from.size() != 1 || inner->targets.size() != 1 || inner->where.parts.size() != 1 || inner->group.exists() || query.limit.exists()) continue;
        const auto call = context.expression(inner->targets[0].expression).as("FuncCall");
        const auto function = call ? (*call["funcname"].begin()).string() : std::string_view{};
        const auto columns = context.columns_in(inner->targets[0].expression);
        const auto equal = equal_columns(context, inner->where.parts, context.number_of(*inner), 0);
        const auto other = equal.size() == 1 ? context.column(equal[0].other) : std::nullopt;
        const auto* table = context.table_of(inner->from[0]);
        if ((function != "max" && function != "min") || columns.size() != 1 || !value || !other || !table || table != value->table || table != other->table) return {};
        if (columns[0].name != value->name || equal[0].own.name != other->name || other->select != context.number_of(outer) || !other->column->not_null) return {};
        return Greatest{std::string{function}, *value, *other, part};
    }
    return {};
}

void propose(RewriteContext& context) {
    for (const auto& outer : context.statement().selects()) {
        if (!outer.readable || outer.from.size() != 1 || !context.table_of(outer.from[0]) || outer.group.exists() || context.has_aggregate(outer.targets_clause.whole)) continue;
        if (std::any_of(outer.targets.begin(), outer.targets.end(), [&](const auto& target) { return context.text(target.expression).find('*') != std::string::npos; })) continue;
        for (const auto part : outer.where.parts) {
            const auto found = greatest_in(context, outer, part);
            if (!found) continue;
            const auto name = free_alias(context, "of_group");
            const auto alias = sql::quote_identifier(outer.from[0].alias);
            context.propose({{outer.from[0].item, fmt::format("(SELECT {0}.*, {1}({0}.{2}) OVER (PARTITION BY {0}.{3}) AS {4} FROM {5}) {0}", alias, found->function, sql::quote_identifier(found->value.name),
                                                              sql::quote_identifier(found->group.name), name, context.text(outer.from[0].item))},
                             {part, fmt::format("{}.{} = {}.{}", alias, sql::quote_identifier(found->value.name), alias, name)}},
                            {not_null_fact(found->group)});
        }
    }
}

}  // namespace

extern const Rewrite greatest_to_window;
const Rewrite greatest_to_window{"greatest-to-window", "The greatest of each group by a window instead of a correlated sub-select", propose};

}  // namespace assay::query
