// Statement: what somebody else asks a live server, as far as its text tells: one query that only reads.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/result.h"
#include "sql/parser.h"

namespace assay::postgres::live {

struct Statement {
    std::string query;    // one SELECT, VALUES or TABLE
    std::string explain;  // "explain (analyze, …) " before it, or nothing
    std::set<std::string> words;  // every name, operator and constant in it: what could be an object's name; "": any name
};

// An Error says what was expected. What PostgreSQL 15's grammar cannot parse is let through with the words of its tokens:
// the server takes one statement at a time and says itself what that is.
Result<Statement> read_question(const sql::Parser& parser, std::string_view text);

// The words of one more query: of a function's body.
std::set<std::string> words_of(const sql::Parser& parser, std::string_view query);

}  // namespace assay::postgres::live
