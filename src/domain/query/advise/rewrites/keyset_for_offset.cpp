// OFFSET reads and throws away all pages before; a key goes to its place in the index. The order must be total.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Keys {
    std::string columns;         // "made, id"
    bool descending = false;
    std::vector<std::string> rests;
};

std::optional<Keys> keys_of(const RewriteContext& context, const QueryText& query, const FactTable& table) {
    Keys made;
    std::vector<std::string> names;
    std::optional<bool> descending;
    for (const auto key : query.order.parts) {
        const auto tokens = context.statement().tokens(key);
        std::size_t end = tokens.size();
        bool down = false;
        if (end > 1 && sql::is_word(tokens[end - 1].in(context.text()), "desc")) down = true;
        if (down || (end > 1 && sql::is_word(tokens[end - 1].in(context.text()), "asc"))) --end;
        const TextSpan expression{tokens[0].begin, tokens[end - 1].end};
        const auto column = context.column(expression);
        if (!column || !column->column || !column->column->not_null || (descending && *descending != down)) return {};
        descending = down;
        names.push_back(column->name);
        made.columns += (made.columns.empty() ? "" : ", ") + context.text(expression);
        made.rests.push_back(not_null_fact(*column));
    }
    const auto* unique = context.total_key_among(table, names);
    if (!unique) return {};
    made.rests.push_back(key_fact(table, *unique));
    made.descending = descending.value_or(false);
    return made;
}

void propose(RewriteContext& context) {
    const auto* select = context.statement().only_select(0);
    const auto& query = context.statement().queries()[0];
    if (!select || !select->readable || select->from.size() != 1 || select->group.exists() || select->distinct.exists() || query.with.exists() || !query.offset.exists() || !query.limit.exists() || !query.order.exists()) return;
    const auto* table = context.table_of(select->from[0]);
    const auto offset = constant_in(context, query.offset.body);
    if (!table || !offset || offset->find_first_not_of("0123456789") != offset->npos || offset->empty() || offset->size() > 9 || std::stoll(*offset) < 1) return;
    const auto keys = keys_of(context, query, *table);
    if (!keys || context.text().find('$') != std::string::npos) return;
    const auto before = std::stoll(*offset) - 1;
    // The last row of the page before, by the query itself.
    const auto last = fmt::format("SELECT {} {}{}{} {} LIMIT 1 OFFSET {}", keys->columns, context.text(select->from_clause.whole), select->where.exists() ? " " : "", context.text(select->where.whole),
                                  context.text(query.order.whole), before);
    const char* operation = keys->descending ? "<" : ">";
    std::string parameters;
    for (std::size_t i = 0; i < query.order.parts.size(); ++i) parameters += fmt::format("{}${}", i ? ", " : "", i + 1);
    const auto with = [&](const std::string& right) {
        return edited(context.text(), {with_condition(context, *select, fmt::format("({}) {} ({})", keys->columns, operation, right)), {query.offset.whole, ""}});
    };
    Proposal made{with(parameters), keys->rests, with(last), last};
    if (!made.text.empty()) context.propose(std::move(made));
}

}  // namespace

extern const Rewrite keyset_for_offset;
const Rewrite keyset_for_offset{"keyset-for-offset", "A page is found by the last key of the page before, not by OFFSET", propose};

}  // namespace assay::query
