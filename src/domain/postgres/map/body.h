// Body: the text of a function with its tokens, for facts that are told from bodies.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "map/map.h"
#include "sql/parser.h"
#include "sql/tokens.h"

namespace assay::postgres {

struct Body {
    std::int64_t id = 0;
    std::string schema, name, language, text;
    std::vector<sql::Token> tokens = {};

    std::string_view at(std::size_t i) const { return i < tokens.size() ? tokens[i].in(text) : std::string_view{}; }
    bool is(std::size_t i, std::string_view word) const {
        return i < tokens.size() && tokens[i].kind == sql::TokenKind::word && sql::is_word(at(i), word);
    }
    bool is_name(std::size_t i) const {
        return i < tokens.size() && (tokens[i].kind == sql::TokenKind::word || tokens[i].kind == sql::TokenKind::identifier);
    }
};

// Rows of dynamic_sql: arguments that reach a statement which the body executes. `insert` takes a row.
void write_dynamic_sql(const Body& body, std::string_view arguments, std::string_view argument_types, std::int64_t database_id,
                       const sql::Parser& parser, MapStatement& insert);

}  // namespace assay::postgres
