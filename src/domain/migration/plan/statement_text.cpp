#include "domain/migration/plan/statement_text.h"

#include "core/text.h"
#include "sql/tokens.h"

namespace assay::migration {

namespace {

struct Places {
    std::size_t set = 0, where = std::string::npos;  // behind SET; of WHERE
    std::vector<std::size_t> commas = {}, equals = {};
};

// Outside of parentheses.
Places places_in(const std::string& text) {
    Places places;
    int depth = 0;
    for (const auto& token : sql::tokens_of(text)) {
        const auto word = token.in(text);
        depth += (word == "(" || word == "[") - (word == ")" || word == "]");
        if (depth > 0 || places.where != std::string::npos) continue;
        const bool is_word = token.kind == sql::TokenKind::word;
        if (is_word && sql::is_word(word, "set") && places.set == 0) places.set = token.end;
        else if (is_word && sql::is_word(word, "where")) places.where = token.begin;
        else if (places.set && word == ",") places.commas.push_back(token.begin);
        else if (places.set && word == "=") places.equals.push_back(token.begin);
    }
    return places;
}

// What stands between each column's "=" and the next comma. An expression with an "=" of its own has none that can be told.
void read_assignments(const std::string& text, const Places& places, sql::Node statement, WrittenStatement& written) {
    for (const sql::Node target : statement["targetList"]) written.columns.emplace_back(target.as("ResTarget")["name"].text());
    const auto end = std::min(places.where, text.size());
    auto begin = places.set;
    for (std::size_t i = 0; i <= places.commas.size(); ++i) {
        const auto stop = i < places.commas.size() ? places.commas[i] : end;
        const auto part = std::string_view{text}.substr(begin, stop - begin);
        const auto equals = part.find('=');
        written.expressions.emplace_back(equals == part.npos ? std::string_view{} : trimmed(part.substr(equals + 1)));
        begin = stop + 1;
    }
    if (written.expressions.size() != written.columns.size()) written.expressions.clear();
}

}  // namespace

std::optional<WrittenStatement> written_statement(const std::string& text, sql::Node statement) {
    for (const std::string_view part : {"fromClause", "usingClause", "withClause", "returningList"})
        if (statement[part].exists()) return {};
    if (statement["relation"]["alias"].exists()) return {};
    const auto places = places_in(text);
    WrittenStatement written;
    written.head = trimmed(std::string_view{text}.substr(0, places.where));
    if (places.where != std::string::npos) written.condition = trimmed(std::string_view{text}.substr(places.where + 5));
    if (places.set) read_assignments(text, places, statement, written);
    return written;
}

}  // namespace assay::migration
