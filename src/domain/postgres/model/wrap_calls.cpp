#include "domain/postgres/model/wrap_calls.h"

#include "core/text.h"

namespace assay::postgres {

namespace {

// Behind the parenthesis that closes the one at `open`; strings are stepped over.
std::size_t behind_call(std::string_view text, std::size_t open) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '\'') quoted = !quoted;
        if (quoted) continue;
        if (text[i] == '(') ++depth;
        if (text[i] == ')' && --depth == 0) return i + 1;
    }
    return text.npos;
}

bool continues_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '"'; }

std::string wrap_one(std::string_view text, std::string_view name) {
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        const auto open = at + name.size();
        if (open >= text.size() || text[open] != '(' || (at > 0 && continues_name(text[at - 1]))) continue;
        const auto end = behind_call(text, open);
        if (end == text.npos || ends_with(text.substr(0, at), "SELECT ")) continue;
        out += text.substr(from, at - from);
        out += "(SELECT ";
        out += text.substr(at, end - at);
        out += ")";
        from = end;
        at = end - 1;
    }
    return out + std::string{text.substr(from)};
}

}  // namespace

std::string wrap_calls(std::string_view condition, std::string_view functions) {
    std::string text{condition};
    for (auto name : split(functions, ','))
        if (ends_with(name, "()")) text = wrap_one(text, name.substr(0, name.size() - 2));
    return text;
}

}  // namespace assay::postgres
