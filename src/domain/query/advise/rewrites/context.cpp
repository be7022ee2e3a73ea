#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "domain/query/advise/rewrites/rewrite.h"
#include "sql/names.h"

namespace assay::query {

using sql::Node;
using sql::TokenKind;

Node RewriteContext::expression(TextSpan span) const {
    const auto [known, is_new] = trees_.try_emplace({span.begin, span.end});
    if (is_new)
        if (auto tree = sql::Tree::parse(parser_, "SELECT " + text(span)); tree && tree->root()["stmts"].size() == 1)
            known->second = std::make_unique<sql::Tree>(std::move(*tree));
    if (!known->second) return {};
    const auto select = (*known->second->root()["stmts"].begin())["stmt"].as("SelectStmt");
    if (select["targetList"].size() != 1 || select["fromClause"].exists()) return {};
    return (*select["targetList"].begin()).as("ResTarget")["val"];
}

const FactTable* RewriteContext::table_of(const JoinedItem& item) const {
    if (item.table.empty()) return nullptr;
    if (item.schema.empty())
        for (const auto& query : statement_.queries())
            for (const auto& table : query.common_tables)
                if (table.name == item.table) return nullptr;
    return facts_.find(item.schema, item.table);
}

int RewriteContext::select_at(std::size_t offset) const {
    int best = -1;
    std::size_t size = text().size() + 1;
    for (std::size_t i = 0; i < statement_.selects().size(); ++i) {
        const auto& query = statement_.query_of(statement_.selects()[i]);
        // ORDER BY belongs to the query's only SELECT.
        const TextSpan span = query.selects.size() == 1 ? query.whole : statement_.selects()[i].whole;
        if (offset < span.begin || offset >= span.end || span.end - span.begin >= size) continue;
        size = span.end - span.begin;
        best = static_cast<int>(i);
    }
    return best;
}

bool RewriteContext::item_may_have(const JoinedItem& item, const std::string& column, bool& certain) const {
    certain = true;
    if (const auto* table = table_of(item)) return table->find(column) != nullptr;
    if (const auto* select = statement_.only_select(item.query)) {
        for (const auto& target : select->targets) {
            if (target.name == column) return true;
            if (target.name.empty()) certain = false;
        }
        return !certain;
    }
    certain = false;
    return true;
}

NamedColumn RewriteContext::resolved(NamedColumn column, const std::string& qualifier, int select) const {
    for (int at = select; at >= 0; at = statement_.query_of(statement_.selects()[static_cast<std::size_t>(at)]).parent) {
        const auto& own = statement_.selects()[static_cast<std::size_t>(at)];
        std::vector<std::size_t> found;
        bool all_certain = own.readable;
        for (std::size_t i = 0; i < own.from.size(); ++i) {
            if (!qualifier.empty() && own.from[i].alias != qualifier) continue;
            bool certain = true;
            if (item_may_have(own.from[i], column.name, certain)) found.push_back(i);
            all_certain = all_certain && certain;
        }
        if (found.empty() && all_certain) continue;
        if (found.size() != 1 || (!all_certain && qualifier.empty())) return column;
        column.select = at;
        column.item = found[0];
        column.table = table_of(own.from[found[0]]);
        if (column.table) column.column = column.table->find(column.name);
        return column;
    }
    return column;
}

std::vector<NamedColumn> RewriteContext::columns_in(TextSpan span) const {
    std::vector<NamedColumn> columns;
    const Node root = expression(span);
    root.each("ColumnRef", [&](Node reference) {
        std::vector<std::string> names;
        for (const Node field : reference["fields"]) names.emplace_back(field.string());
        const auto begin = at(span, reference.offset());
        NamedColumn column{{begin, begin}, names.empty() ? std::string{} : names.back()};
        for (const auto& token : statement_.tokens({begin, span.end})) {
            const bool is_name = token.kind == TokenKind::word || token.kind == TokenKind::identifier;
            if (!is_name && token.in(text()) != ".") break;
            if (is_name && column.span.end > begin && text()[column.span.end - 1] != '.') break;
            column.span.end = token.end;
        }
        const auto qualifier = names.size() > 1 ? names[names.size() - 2] : std::string{};
        columns.push_back(column.name.empty() ? column : resolved(column, qualifier, select_at(begin)));
    });
    return columns;
}

std::optional<NamedColumn> RewriteContext::column(TextSpan span) const {
    if (!expression(span).as("ColumnRef")) return {};
    const auto columns = columns_in(span);
    if (columns.size() != 1 || columns[0].name.empty()) return {};
    return columns[0];
}

bool RewriteContext::mentions(TextSpan span, int select, std::size_t item) const {
    const auto columns = columns_in(span);
    return std::any_of(columns.begin(), columns.end(), [&](const auto& each) { return each.select < 0 || (each.select == select && each.item == item); });
}

bool RewriteContext::mentions_unknown(TextSpan span) const {
    const auto columns = columns_in(span);
    return std::any_of(columns.begin(), columns.end(), [](const auto& each) { return each.select < 0; });
}

bool RewriteContext::has_subquery(TextSpan span) const {
    const auto& queries = statement_.queries();
    return std::any_of(queries.begin(), queries.end(), [&](const auto& each) { return each.whole.begin >= span.begin && each.whole.end <= span.end; });
}

bool RewriteContext::has_aggregate(TextSpan span) const {
    static const std::set<std::string_view> names{"count", "sum", "avg", "min", "max", "array_agg", "string_agg", "bool_and", "bool_or", "every", "json_agg", "jsonb_agg",
                                                  "json_object_agg", "jsonb_object_agg", "stddev", "variance", "grouping", "mode", "percentile_cont", "percentile_disc",
                                                  "bit_and", "bit_or", "corr", "xmlagg", "range_agg"};
    const auto tokens = statement_.tokens(span);
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::word) continue;
        const auto name = sql::identifier_name(tokens[i].in(text()));
        const bool called = tokens[i + 1].in(text()) == "(";
        const bool inner = std::any_of(statement_.queries().begin(), statement_.queries().end(), [&](const auto& query) {
            return query.whole.begin > span.begin && query.whole.begin <= tokens[i].begin && tokens[i].begin < query.whole.end && query.whole.end < span.end;
        });
        if (!inner && called && (names.count(name) || name == "over" || name == "filter")) return true;
    }
    return false;
}

bool RewriteContext::is_plain(const Select& select) const {
    const auto& query = statement_.query_of(select);
    return select.readable && query.selects.size() == 1 && query.common_tables.empty() && !query.limit.exists() && !query.offset.exists() && !query.locking.exists() &&
           !select.distinct.exists() && !select.group.exists() && !select.having.exists() && !select.window.exists() && !has_aggregate(select.targets_clause.whole);
}

std::string RewriteContext::qualified(const NamedColumn& column) const {
    if (column.select < 0) return text(column.span);
    const auto& item = statement_.selects()[static_cast<std::size_t>(column.select)].from[column.item];
    return sql::quote_identifier(item.alias) + "." + sql::quote_identifier(column.name);
}

const UniqueKey* RewriteContext::total_key_among(const FactTable& table, const std::vector<std::string>& columns) const {
    for (const auto& key : table.keys) {
        const bool all = std::all_of(key.columns.begin(), key.columns.end(), [&](const auto& each) { return std::find(columns.begin(), columns.end(), each) != columns.end(); });
        if (all && table.key_is_total(key)) return &key;
    }
    return nullptr;
}

std::optional<Comparison> comparison_in(const RewriteContext& context, TextSpan span) {
    span = without_parentheses(context, span);
    const auto& text = context.text();
    int depth = 0;
    std::optional<Comparison> made;
    for (const auto& token : context.statement().tokens(span)) {
        const auto word = token.in(text);
        if (word == "(" || word == "[") ++depth;
        if (word == ")" || word == "]") --depth;
        if (depth != 0) continue;
        // With these it is no plain comparison.
        if (token.kind == TokenKind::word)
            for (const char* stop : {"and", "or", "not", "between", "is", "in", "like", "ilike", "similar", "case", "any", "all", "some"})
                if (sql::is_word(word, stop)) return {};
        if (token.kind != TokenKind::operation) continue;
        const bool compares = word == "=" || word == "<" || word == ">" || word == "<=" || word == ">=" || word == "<>" || word == "!=";
        if (!compares) continue;
        if (made) return {};
        made = Comparison{{span.begin, token.begin}, {token.end, span.end}, word == "!=" ? "<>" : std::string{word}};
    }
    if (!made) return {};
    const auto trim = [&](TextSpan& side) {
        while (side.begin < side.end && std::isspace(static_cast<unsigned char>(text[side.begin]))) ++side.begin;
        while (side.begin < side.end && std::isspace(static_cast<unsigned char>(text[side.end - 1]))) --side.end;
    };
    trim(made->left);
    trim(made->right);
    if (!made->left.exists() || !made->right.exists()) return {};
    return made;
}

TextSpan without_parentheses(const RewriteContext& context, TextSpan span) {
    for (;;) {
        const auto tokens = context.statement().tokens(span);
        if (tokens.size() < 3 || tokens.front().in(context.text()) != "(" || tokens.back().in(context.text()) != ")") return span;
        int depth = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const auto word = tokens[i].in(context.text());
            if (word == "(") ++depth;
            if (word == ")") --depth;
            if (depth == 0 && i + 1 < tokens.size()) return span;
        }
        span = {tokens[1].begin, tokens[tokens.size() - 2].end};
    }
}

std::optional<std::string> constant_in(const RewriteContext& context, TextSpan span) {
    Node node = context.expression(span);
    if (const Node cast = node.as("TypeCast")) node = cast["arg"];
    if (!node.as("A_Const") || node.as("A_Const")["isnull"].boolean()) return {};
    return sql::constant_text(node);
}

bool is_text_type(const FactColumn& column) { return column.base == "text" || column.base == "varchar"; }
bool is_integer_type(const FactColumn& column) { return column.base == "int2" || column.base == "int4" || column.base == "int8"; }
bool is_time_type(const FactColumn& column) { return column.base == "date" || column.base == "timestamp" || column.base == "timestamptz"; }

std::string not_null_fact(const NamedColumn& column) { return fmt::format("{}.{} is NOT NULL", column.table ? column.table->name : "?", column.name); }
std::string key_fact(const FactTable& table, const UniqueKey& key) { return fmt::format("{} is unique ({})", table.name, key.name); }

void each_condition(const RewriteContext& context, const std::function<void(const Select&, TextSpan)>& found) {
    for (const auto& select : context.statement().selects())
        for (const auto part : select.where.parts) found(select, part);
    for (const auto& select : context.statement().selects())
        for (const auto& item : select.from)
            if (item.join == JoinedItem::Join::inner && item.on.exists())
                for (const auto part : context.statement().split(item.on, "and")) found(select, part);
}

Surroundings around(const RewriteContext& context, const QueryText& query) {
    Surroundings made;
    const auto tokens = context.statement().tokens({0, context.text().size()});
    std::size_t first = 0, last = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].begin == query.whole.begin && i > 0) first = i - 1;
        if (tokens[i].end == query.whole.end && i + 1 < tokens.size()) last = i + 1;
    }
    made.whole = {tokens[first].begin, tokens[last].end};
    for (std::size_t i = first; i-- > 0 && made.before.size() < 3;) made.before.push_back({tokens[i].begin, tokens[i].end});
    for (std::size_t i = last + 1; i < tokens.size() && made.behind.size() < 3; ++i) made.behind.push_back({tokens[i].begin, tokens[i].end});
    return made;
}

bool is_word_at(const RewriteContext& context, const std::vector<TextSpan>& words, std::size_t index, std::string_view lower_case) {
    return index < words.size() && sql::is_word(context.statement().text(words[index]), lower_case);
}

std::vector<Edit> commas_as_cross_joins(const Select& select) {
    std::vector<Edit> edits;
    for (std::size_t i = 1; i < select.from.size(); ++i)
        if (select.from[i].join == JoinedItem::Join::comma) edits.push_back({{select.from[i - 1].whole.end, select.from[i].item.begin}, " CROSS JOIN "});
    return edits;
}

std::vector<EqualColumn> equal_columns(const RewriteContext& context, const std::vector<TextSpan>& conditions, int select, std::size_t item) {
    std::vector<EqualColumn> found;
    for (const auto condition : conditions) {
        const auto sides = comparison_in(context, condition);
        if (!sides || sides->operation != "=") continue;
        for (const bool left : {true, false}) {
            const auto own = context.column(left ? sides->left : sides->right);
            const auto other = left ? sides->right : sides->left;
            if (own && own->select == select && own->item == item && !context.mentions(other, select, item)) found.push_back({*own, other, condition});
        }
    }
    return found;
}

Edit with_condition(const RewriteContext& context, const Select& select, const std::string& condition) {
    if (!select.where.exists()) {
        const auto end = select.from_clause.exists() ? select.from_clause.whole.end : select.targets_clause.whole.end;
        return {{end, end}, " WHERE " + condition};
    }
    const auto body = select.where.body;
    return {body, beside_and(context, body) + " AND " + condition};
}

std::string beside_and(const RewriteContext& context, TextSpan condition) { return beside_and(context, condition, context.text(condition)); }

std::string beside_and(const RewriteContext& context, TextSpan condition, const std::string& made) {
    return context.statement().split(condition, "or").size() > 1 ? "(" + made + ")" : made;
}

void join_by_and(std::string& conditions, const std::string& condition) {
    if (!conditions.empty()) conditions += " AND ";
    conditions += condition;
}

std::string free_alias(const RewriteContext& context, std::string_view wanted) {
    for (int i = 0;; ++i) {
        const auto alias = i == 0 ? std::string{wanted} : fmt::format("{}{}", wanted, i + 1);
        if (context.text().find(alias) == std::string::npos) return alias;
    }
}

}  // namespace assay::query
