// Canonical: a text of SQL as its parse tree, so that what PostgreSQL prints of one thing in two ways is one.
#pragma once

#include <string>
#include <string_view>

#include "sql/parser.h"

namespace assay::sql {

// Equal for texts that differ in layout, parentheses and where a cast of an array stands (ARRAY[a, b]::text[] is what is read, and
// ARRAY[a::text, b::text] what is printed then). The text is a statement, an expression or a constraint's definition; empty when it is
// none of these in PostgreSQL 15's grammar. Not meant to be read.
std::string canonical(const Parser& parser, std::string_view text);

}  // namespace assay::sql
