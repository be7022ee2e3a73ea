// An expression of one table's columns, as the text of an index's key: (lower(email)), ((doc ->> 'kind')).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "sql/tree.h"

namespace assay::query {

// A column as SQL writes it; nothing for what is none of the table's.
using ColumnText = std::function<std::optional<std::string>(sql::Node)>;

// In parentheses, as CREATE INDEX wants it. Nothing for constants, for plain columns, and for what has a part that is
// neither a column, a constant, a cast, an operator nor a call. Whether the server lets it be a key (immutable, of a
// type with an order) is the server's to say.
std::optional<std::string> key_expression(sql::Node wrapped, const ColumnText& column);

}  // namespace assay::query
