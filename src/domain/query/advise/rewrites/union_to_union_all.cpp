// UNION sorts or hashes all rows to find equal ones. Where each side has a key and no row is on both sides there are none.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"
#include "sql/tokens.h"

namespace assay::query {

namespace {

struct Side {
    const Select* select = nullptr;
    std::vector<std::string> columns;  // of the base table, by target; empty where a target is something else
    const UniqueKey* key = nullptr;
};

std::optional<Side> side_of(const RewriteContext& context, int number) {
    if (number < 0) return {};
    Side side{&context.statement().selects()[static_cast<std::size_t>(number)], {}, nullptr};
    const auto& select = *side.select;
    if (!select.readable || select.from.size() != 1 || select.group.exists() || select.distinct_on || !context.table_of(select.from[0])) return {};
    for (const auto& target : select.targets) {
        const auto column = context.column(target.expression);
        side.columns.push_back(column && column->column ? column->name : std::string{});
    }
    side.key = context.total_key_among(*context.table_of(select.from[0]), side.columns);
    return side;
}

// Conditions that cannot both hold for one row: two constants of one column, NULL and not, below and from a bound.
bool exclude(const RewriteContext& context, TextSpan a, TextSpan b) {
    const auto first = comparison_in(context, a), second = comparison_in(context, b);
    if (first && second) {
        const auto x = context.column(first->left), y = context.column(second->left);
        if (!x || !y || x->name != y->name) return false;
        const auto p = constant_in(context, first->right), q = constant_in(context, second->right);
        if (!p || !q) return false;
        if (first->operation == "=" && second->operation == "=") return *p != *q;
        const auto is = [&](const char* one, const char* other) { return (first->operation == one && second->operation == other) || (first->operation == other && second->operation == one); };
        return *p == *q && (is("<", ">=") || is("<=", ">") || is("<", ">") || is("=", "<>"));
    }
    const auto first_test = context.expression(a).as("NullTest"), second_test = context.expression(b).as("NullTest");
    const auto columns = context.columns_in(a), others = context.columns_in(b);
    if (columns.size() != 1 || others.size() != 1 || columns[0].name != others[0].name) return false;
    if (first_test && second_test) return first_test["nulltesttype"].text() != second_test["nulltesttype"].text();
    const auto is_null = [](sql::Node test) { return test && test["nulltesttype"].text() == "IS_NULL"; };
    return (is_null(first_test) && second) || (is_null(second_test) && first);
}

bool differ_by_constant(const RewriteContext& context, const Side& a, const Side& b) {
    for (std::size_t i = 0; i < std::min(a.select->targets.size(), b.select->targets.size()); ++i) {
        const auto x = constant_in(context, a.select->targets[i].expression), y = constant_in(context, b.select->targets[i].expression);
        if (x && y && *x != *y) return true;
    }
    return false;
}

bool share_no_row(const RewriteContext& context, const Side& a, const Side& b) {
    if (differ_by_constant(context, a, b)) return true;
    if (context.table_of(a.select->from[0]) != context.table_of(b.select->from[0]) || a.columns != b.columns) return false;
    for (const auto one : a.select->where.parts)
        for (const auto other : b.select->where.parts)
            if (exclude(context, one, other)) return true;
    return false;
}

void propose(RewriteContext& context) {
    for (const auto& query : context.statement().queries()) {
        if (query.operators.empty() || std::any_of(query.operators.begin(), query.operators.end(), [](const auto& each) { return each.word != "union" || each.all; })) continue;
        std::vector<Side> sides;
        std::vector<std::string> rests;
        for (const auto number : query.selects)
            if (auto side = side_of(context, number); side && side->key) sides.push_back(*side);
        if (sides.size() != query.selects.size()) continue;
        bool apart = true;
        for (std::size_t i = 0; i < sides.size(); ++i) {
            rests.push_back(key_fact(*context.table_of(sides[i].select->from[0]), *sides[i].key));
            for (std::size_t k = 0; k < i; ++k) apart = apart && share_no_row(context, sides[i], sides[k]);
        }
        if (!apart) continue;
        std::sort(rests.begin(), rests.end());
        rests.erase(std::unique(rests.begin(), rests.end()), rests.end());
        std::vector<Edit> edits;
        for (const auto& operation : query.operators) edits.push_back({operation.words, "UNION ALL"});
        context.propose(std::move(edits), std::move(rests));
    }
}

}  // namespace

extern const Rewrite union_to_union_all;
const Rewrite union_to_union_all{"union-to-union-all", "UNION of sides that share no row becomes UNION ALL", propose};

}  // namespace assay::query
