// Names: quoting as PostgreSQL does, and the words that an identifier is made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::sql {

// Quoted when PostgreSQL's quote_ident would: upper case, odd characters, keywords that are not unreserved.
std::string quote_identifier(std::string_view name);
std::string quote_literal(std::string_view text);
// Of a relation that may stand in a schema: each part by itself.
std::string quote_relation(std::string_view relation);
// "orders" of "audit.orders".
std::string_view last_part(std::string_view relation);

// A name for a new index as PostgreSQL would choose it: table_column_column_idx, at most 63 bytes. `columns` as in its statement.
std::string index_name(std::string_view table, std::string_view columns);

// The words of an identifier, lower case: "userEmailID" is user, email, id; "line2" is line, 2.
std::vector<std::string> words_of(std::string_view identifier);

}  // namespace assay::sql
