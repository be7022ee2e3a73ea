// A materialised WITH table is computed whole, before conditions of the statement can narrow it.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

std::size_t mentions(const RewriteContext& context, const std::string& name) {
    std::size_t count = 0;
    for (const auto& select : context.statement().selects())
        for (const auto& item : select.from) count += item.schema.empty() && item.table == name;
    return count;
}

void propose(RewriteContext& context) {
    for (const auto& query : context.statement().queries()) {
        if (query.recursive) continue;
        for (const auto& table : query.common_tables) {
            if (table.query < 0) continue;
            const auto word = context.text(table.materialized);
            const bool is_materialized = !word.empty() && !sql::is_word(word.substr(0, 3), "not");
            const auto count = mentions(context, table.name);
            if (is_materialized) context.propose({{table.materialized, count > 1 ? "NOT MATERIALIZED" : ""}});
            if (word.empty() && count > 1) context.propose({{{table.opening, table.opening}, "NOT MATERIALIZED "}});
        }
    }
}

}  // namespace

extern const Rewrite cte_inline;
const Rewrite cte_inline{"cte-inline", "A WITH table is planned within the statement", propose};

}  // namespace assay::query
