// count(DISTINCT x) sorts all values; DISTINCT in a sub-select may hash them, and in parallel.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    for (const auto& select : context.statement().selects()) {
        if (!select.readable || select.targets.size() != 1 || select.group.exists() || select.having.exists() || select.distinct.exists() || select.from.empty()) continue;
        const auto call = context.expression(select.targets[0].expression).as("FuncCall");
        if (!call || !call["agg_distinct"].boolean() || call["agg_filter"].exists() || call["over"].exists() || (*call["funcname"].begin()).string() != "count" || call["args"].size() != 1) continue;
        const auto tokens = context.statement().tokens(select.targets[0].expression);
        const TextSpan argument{tokens[3].begin, tokens[tokens.size() - 2].end};
        const auto alias = free_alias(context, "different");
        const TextSpan tail{select.from_clause.whole.begin, select.where.exists() ? select.where.whole.end : select.from_clause.whole.end};
        const auto name = select.targets[0].name.empty() ? std::string{"count"} : select.targets[0].name;
        context.propose({{select.targets[0].whole, fmt::format("count({}.value) AS {}", alias, sql::quote_identifier(name))},
                         {tail, fmt::format("FROM (SELECT DISTINCT {} AS value {}) {}", context.text(argument), context.text(tail), alias)}});
    }
}

}  // namespace

extern const Rewrite count_distinct_to_group;
const Rewrite count_distinct_to_group{"count-distinct-to-group", "count(DISTINCT …) counts the rows of a DISTINCT sub-select", propose};

}  // namespace assay::query
