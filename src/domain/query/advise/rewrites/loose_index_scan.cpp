// SELECT DISTINCT reads every row to find a few values; a recursive query asks an index for the next value each time.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

void propose(RewriteContext& context) {
    const auto* select = context.statement().only_select(0);
    const auto& query = context.statement().queries()[0];
    if (!select || !select->readable || !select->distinct.exists() || select->distinct_on || select->from.size() != 1 || select->targets.size() != 1 || select->where.exists() || select->group.exists() ||
        query.with.exists() || query.limit.exists() || query.offset.exists() || query.order.exists())
        return;
    const auto column = context.column(select->targets[0].expression);
    if (!column || !column->column) return;
    const auto& item = select->from[0];
    const auto table = (item.schema.empty() ? "" : sql::quote_identifier(item.schema) + ".") + sql::quote_identifier(item.table);
    const auto name = sql::quote_identifier(column->name), shown = sql::quote_identifier(select->targets[0].name);
    const auto hops = free_alias(context, "hops");
    auto text = fmt::format("WITH RECURSIVE {0} AS (\n  (SELECT {1} AS value FROM {2} WHERE {1} IS NOT NULL ORDER BY {1} LIMIT 1)\n  UNION ALL\n"
                            "  SELECT (SELECT t.{1} FROM {2} t WHERE t.{1} > {0}.value ORDER BY t.{1} LIMIT 1) FROM {0} WHERE {0}.value IS NOT NULL)\n"
                            "SELECT value AS {3} FROM {0} WHERE value IS NOT NULL", hops, name, table, shown);
    if (!column->column->not_null) text += fmt::format("\nUNION ALL\n(SELECT {0} FROM {1} WHERE {0} IS NULL LIMIT 1)", name, table);
    context.propose(Proposal{std::move(text), column->column->not_null ? std::vector<std::string>{not_null_fact(*column)} : std::vector<std::string>{}});
}

}  // namespace

extern const Rewrite loose_index_scan;
const Rewrite loose_index_scan{"loose-index-scan", "Few different values of a column are found by hops along its index", propose};

}  // namespace assay::query
