// Rails: migrations in Ruby, and schema.rb, as the SQL that Active Record would send to PostgreSQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/migrations/text.h"

namespace assay::sql {

// What `change`, or else `up`, does; of schema.rb its block. Texts of `execute` stay where they stand; what the methods of
// Active Record stand for takes their place, and all else is blank. Ruby that is no such method is unread.
MigrationText rails_text(std::string text);

}  // namespace assay::sql
