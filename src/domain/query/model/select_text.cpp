#include "domain/query/model/select_text.h"

#include <algorithm>

#include "core/text.h"

namespace assay::query {

using std::size_t;
using std::string_view;
using sql::TokenKind;

namespace {

constexpr size_t none = static_cast<size_t>(-1);

}  // namespace

const Select* SelectText::only_select(int query) const {
    if (query < 0) return nullptr;
    const auto& own = queries_[static_cast<size_t>(query)];
    if (own.selects.size() != 1 || own.selects[0] < 0) return nullptr;
    return &selects_[static_cast<size_t>(own.selects[0])];
}

std::vector<sql::Token> SelectText::tokens(TextSpan span) const {
    const auto first = std::lower_bound(tokens_.begin(), tokens_.end(), span.begin, [](const sql::Token& token, size_t begin) { return token.begin < begin; });
    auto last = first;
    while (last != tokens_.end() && last->end <= span.end) ++last;
    return {first, last};
}

std::vector<TextSpan> SelectText::split(TextSpan span, string_view lower_case_word) const {
    const auto own = tokens(span);
    std::vector<TextSpan> parts;
    int depth = 0;
    bool between = false;
    size_t begin = span.begin, last_end = span.begin;
    for (const auto& token : own) {
        const auto text = token.in(text_);
        const bool is_name = token.kind == TokenKind::word;
        if (text == "(" || text == "[" || (is_name && sql::is_word(text, "case"))) ++depth;
        if (text == ")" || text == "]" || (is_name && sql::is_word(text, "end"))) --depth;
        if (depth == 0 && is_name) {
            // An AND beside an OR joins less than the whole.
            if (lower_case_word == "and" && sql::is_word(text, "or")) return {span};
            if (sql::is_word(text, "between")) {
                between = true;
            } else if (between && sql::is_word(text, "and")) {
                between = false;
            } else if (sql::is_word(text, lower_case_word)) {
                if (begin != none) parts.push_back({begin, last_end});
                begin = none;
                continue;
            }
        }
        if (begin == none) begin = token.begin;
        last_end = token.end;
    }
    if (begin != none && begin < span.end) parts.push_back({begin, span.end});
    return parts;
}

bool SelectText::mentions_alias(TextSpan span, string_view alias) const {
    const auto own = tokens(span);
    for (size_t i = 0; i + 1 < own.size(); ++i)
        if (own[i + 1].in(text_) == "." && (own[i].kind == TokenKind::word || own[i].kind == TokenKind::identifier) && sql::identifier_name(own[i].in(text_)) == alias)
            return true;
    return false;
}

std::string without_semicolon(string_view text) {
    auto rest = trimmed(text);
    while (!rest.empty() && rest.back() == ';') rest = trimmed(rest.substr(0, rest.size() - 1));
    return std::string{rest};
}

std::string edited(string_view text, std::vector<Edit> edits) {
    std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
    std::string made;
    size_t done = 0;
    for (const auto& edit : edits) {
        if (edit.span.begin < done) return {};
        made += text.substr(done, edit.span.begin - done);
        made += edit.text;
        done = std::max(edit.span.begin, edit.span.end);
    }
    made += text.substr(done);
    return made;
}

}  // namespace assay::query
