#include "domain/query/prove/rewrite/order_promise.h"

#include <algorithm>

#include "sql/tokens.h"

namespace assay::query {

namespace {

// "o.made DESC NULLS LAST" without its words of direction, as tokens joined by single blanks.
std::string key_text(const SelectText& statement, Span key) {
    std::string text;
    for (const auto& token : statement.tokens(key)) {
        const auto word = token.in(statement.text());
        if (token.kind == sql::TokenKind::word && (sql::is_word(word, "asc") || sql::is_word(word, "desc") || sql::is_word(word, "nulls") || sql::is_word(word, "using"))) break;
        text += (text.empty() ? "" : " ") + std::string{word};
    }
    return text;
}

std::string last_name(const SelectText& statement, Span key) {
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

}  // namespace

OrderPromise order_promise(const SelectText& statement, const std::vector<std::string>& names) {
    OrderPromise promise;
    const auto& query = statement.queries()[0];
    promise.ordered = query.order.exists();
    const auto* select = statement.only_select(0);
    for (const auto& key : query.order.parts) {
        for (const auto& token : statement.tokens(key)) promise.text += std::string{token.in(statement.text())} + " ";
        promise.text += ", ";
    }
    for (const auto& key : query.order.parts) {
        const auto text = key_text(statement, key), name = last_name(statement, key);
        std::size_t found = names.size();
        if (!text.empty() && text.find_first_not_of("0123456789") == text.npos) found = static_cast<std::size_t>(std::stoul(text.substr(0, 6))) - 1;
        if (found >= names.size() && select && select->targets.size() == names.size())
            for (std::size_t i = 0; i < select->targets.size() && found >= names.size(); ++i)
                if (key_text(statement, select->targets[i].expression) == text) found = i;
        if (found >= names.size() && !name.empty() && std::count(names.begin(), names.end(), name) == 1)
            found = static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
        if (found >= names.size()) {
            promise.complete = false;
            break;
        }
        promise.columns.push_back(found);
    }
    return promise;
}

}  // namespace assay::query
