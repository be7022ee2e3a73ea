// Fingerprint: what statements have in common that differ in constants only, by PostgreSQL's grammar.
#pragma once

#include <optional>
#include <string>

#include "sql/parser.h"

namespace assay::sql {

// libpg_query's, 16 hex digits; nothing for what PostgreSQL 15's grammar cannot read, and for texts over
// limits::statement_bytes or with a NUL byte.
std::optional<std::string> fingerprint_of(const Parser& parser, const std::string& text);

}  // namespace assay::sql
