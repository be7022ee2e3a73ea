// row_number() numbers all rows of all groups to keep a few of each; with an index a LATERAL query reads only those.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Window {
    std::string name;       // of the column: "rn"
    TextSpan whole, partition, order;
};

std::optional<Window> window_of(const RewriteContext& context, const Select& inner) {
    for (const auto& target : inner.targets) {
        const auto tokens = context.statement().tokens(target.expression);
        if (tokens.size() < 8 || !sql::is_word(tokens[0].in(context.text()), "row_number") || !sql::is_word(tokens[3].in(context.text()), "over") || !sql::is_word(tokens[5].in(context.text()), "partition")) continue;
        for (std::size_t i = 7; i + 1 < tokens.size(); ++i)
            if (sql::is_word(tokens[i].in(context.text()), "order"))
                return Window{target.name, target.expression, {tokens[7].begin, tokens[i - 1].end}, {tokens[i + 2].begin, tokens[tokens.size() - 2].end}};
    }
    return {};
}

std::optional<long long> bound_of(const RewriteContext& context, const Select& outer, const std::string& name) {
    if (outer.where.parts.size() != 1) return {};
    const auto sides = comparison_in(context, outer.where.parts[0]);
    const auto column = sides ? context.column(sides->left) : std::nullopt;
    const auto constant = sides ? constant_in(context, sides->right) : std::nullopt;
    if (!column || !constant || column->name != name || constant->find_first_not_of("0123456789") != constant->npos || constant->empty() || constant->size() > 6) return {};
    const auto number = std::stoll(*constant);
    if (sides->operation == "<=" || (sides->operation == "=" && number == 1)) return number;
    if (sides->operation == "<") return number - 1;
    return {};
}

void propose_for(RewriteContext& context, const Select& outer, const QueryText& query, const Select& inner) {
    const auto window = window_of(context, inner);
    if (!window || window->name.empty() || inner.from.size() != 1) return;
    const auto bound = bound_of(context, outer, window->name);
    const auto group = context.column(window->partition);
    if (!bound || *bound < 1 || !group || !group->table || !group->column || !group->column->not_null) return;
    for (const auto& key : group->table->foreign_keys) {
        const auto* parent = context.facts().by_oid(key.parent);
        if (!parent || !key.validated || key.columns != std::vector<std::string>{group->name}) continue;
        const auto alias = free_alias(context, "each_group"), rows = free_alias(context, "top_rows");
        auto text = edited(context.text(), {{window->whole, fmt::format("row_number() OVER (ORDER BY {})", context.text(window->order))},
                                            with_condition(context, inner, fmt::format("{} = {}.{}", context.qualified(*group), alias, sql::quote_identifier(key.parent_columns[0]))),
                                            {{query.whole.end, query.whole.end}, fmt::format(" ORDER BY {} LIMIT {}", context.text(window->order), *bound)},
                                            {{query.whole.begin, query.whole.begin}, fmt::format("SELECT {}.* FROM {}.{} {}\nCROSS JOIN LATERAL (", rows, sql::quote_identifier(parent->schema), sql::quote_identifier(parent->name), alias)},
                                            {{query.whole.end, query.whole.end}, fmt::format(") {}", rows)},
                                            {outer.where.whole, ""}});
        if (!text.empty()) context.propose(Proposal{std::move(text), {fmt::format("foreign key {}", key.name), not_null_fact(*group)}});
    }
}

void propose(RewriteContext& context) {
    for (const auto& outer : context.statement().selects()) {
        if (!outer.readable || outer.from.size() != 1 || outer.from[0].query < 0) continue;
        const auto& query = context.statement().queries()[static_cast<std::size_t>(outer.from[0].query)];
        const auto* inner = context.statement().only_select(outer.from[0].query);
        if (inner && inner->readable && !inner->group.exists() && !inner->distinct.exists() && !query.order.exists() && !query.limit.exists()) propose_for(context, outer, query, *inner);
    }
}

}  // namespace

extern const Rewrite top_n_by_lateral;
const Rewrite top_n_by_lateral{"top-n-by-lateral", "The first rows of each group are fetched group by group", propose};

}  // namespace assay::query
