#include "domain/query/prove/rewrite/order_promise.h"

#include <algorithm>

#include "sql/tokens.h"

namespace assay::query {

namespace {

// "o.made DESC NULLS LAST" without its words of direction, as tokens joined by single blanks.
std::string key_text(const SelectText& statement, TextSpan key) {
    std::string text;
    for (const auto& token : statement.tokens(key)) {
        const auto word = token.in(statement.text());
        if (token.kind == sql::TokenKind::word && (sql::is_word(word, "asc") || sql::is_word(word, "desc") || sql::is_word(word, "nulls") || sql::is_word(word, "using"))) break;
        text += (text.empty() ? "" : " ") + std::string{word};
    }
    return text;
}

std::string last_name(const SelectText& statement, TextSpan key) {
    std::string name;
    for (const auto& token : statement.tokens(key)) {
        const auto word = token.in(statement.text());
        const bool is_name = token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::identifier;
        if (is_name && (sql::is_word(word, "asc") || sql::is_word(word, "desc") || sql::is_word(word, "nulls"))) break;
        if (!is_name && word != ".") return {};
        if (is_name) name = sql::identifier_name(word);
    }
    return name;
}

std::optional<std::size_t> place_of(const SelectText& statement, TextSpan key, const std::vector<std::string>& names) {
    const auto text = key_text(statement, key), name = last_name(statement, key);
    if (!text.empty() && text.size() < 5 && text.find_first_not_of("0123456789") == text.npos) {
        const auto number = std::stoul(text);
        if (number >= 1 && number <= names.size()) return number - 1;
    }
    const auto* select = statement.only_select(0);
    if (select && select->targets.size() == names.size())
        for (std::size_t i = 0; i < names.size(); ++i)
            if (key_text(statement, select->targets[i].expression) == text) return i;
    // "*" hides how many columns there are, but not their names.
    const bool simple = text == name || (select && select->targets_clause.exists() && statement.text(select->targets_clause.body).find('*') != std::string_view::npos);
    if (simple && !name.empty() && std::count(names.begin(), names.end(), name) == 1) return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    return {};
}

std::string squeezed(const SelectText& statement, TextSpan span) {
    std::string text;
    for (const auto& token : statement.tokens(span)) text += std::string{token.in(statement.text())} + " ";
    return text;
}

}  // namespace

std::vector<OrderKey> order_keys(const SelectText& statement, const std::vector<std::string>& names) {
    std::vector<OrderKey> keys;
    for (const auto key : statement.queries()[0].order.parts) keys.push_back({key_text(statement, key), place_of(statement, key, names)});
    return keys;
}

std::optional<std::string> with_keys_shown(const SelectText& statement, const std::vector<OrderKey>& keys) {
    const auto* select = statement.only_select(0);
    if (!select || select->distinct.exists() || !select->targets_clause.exists()) return {};
    std::string columns;
    for (std::size_t i = 0; i < keys.size(); ++i)
        if (!keys[i].place) columns += ", " + keys[i].expression + " AS assay_key" + std::to_string(i + 1);
    const auto end = select->targets_clause.whole.end;
    return edited(statement.text(), {{{end, end}, columns}});
}

std::string without_limit(const SelectText& statement) {
    const auto& query = statement.queries()[0];
    std::vector<Edit> edits;
    for (const auto* clause : {&query.limit, &query.offset})
        if (clause->exists()) edits.push_back({clause->whole, ""});
    return edited(statement.text(), std::move(edits));
}

bool same_limit(const SelectText& one, const SelectText& other) {
    const auto &a = one.queries()[0], &b = other.queries()[0];
    if (!a.limit.exists() && !a.offset.exists()) return false;
    return squeezed(one, a.limit.whole) == squeezed(other, b.limit.whole) && squeezed(one, a.offset.whole) == squeezed(other, b.offset.whole);
}

}  // namespace assay::query
