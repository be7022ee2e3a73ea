// One subcommand of ALTER TABLE at a time: each is planned by itself.
#include "core/text.h"
#include "domain/migration/plan/planner.h"
#include "sql/tokens.h"

namespace assay::migration {

namespace {

using sql::Token;

bool is(const std::string& text, const std::vector<Token>& tokens, std::size_t index, std::string_view word) {
    return index < tokens.size() && tokens[index].kind == sql::TokenKind::word && sql::is_word(tokens[index].in(text), word);
}

// The number of the first token behind ALTER TABLE [IF EXISTS] [ONLY] name [*]; 0 when it is no such statement.
std::size_t behind_name(const std::string& text, const std::vector<Token>& tokens) {
    if (!is(text, tokens, 0, "alter") || !is(text, tokens, 1, "table")) return 0;
    std::size_t at = 2;
    if (is(text, tokens, at, "if")) at += 2;
    if (is(text, tokens, at, "only")) ++at;
    ++at;
    while (at + 1 < tokens.size() && tokens[at].in(text) == ".") at += 2;
    if (at < tokens.size() && tokens[at].in(text) == "*") ++at;
    return at < tokens.size() ? at : 0;
}

}  // namespace

std::vector<std::string> single_changes(const std::string& statement) {
    const auto tokens = sql::tokens_of(statement);
    const auto first = behind_name(statement, tokens);
    if (first == 0) return {statement};
    const auto head = statement.substr(0, tokens[first].begin);
    std::vector<std::string> parts;
    int depth = 0;
    std::size_t begin = tokens[first].begin;
    for (std::size_t i = first; i < tokens.size(); ++i) {
        const auto text = tokens[i].in(statement);
        depth += (text == "(" || text == "[") - (text == ")" || text == "]");
        if (text != "," || depth > 0) continue;
        parts.push_back(head + std::string{trimmed(std::string_view{statement}.substr(begin, tokens[i].begin - begin))});
        begin = tokens[i].end;
    }
    parts.push_back(head + std::string{trimmed(std::string_view{statement}.substr(begin))});
    return parts;
}

}  // namespace assay::migration
