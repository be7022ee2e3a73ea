// Templates: SQL files that another tool would render first; each gap is given one plausible value.
#pragma once

#include <string_view>

#include "sql/replaced.h"

namespace assay::sql {

// Finds {{ expression }}, {% block %}, {# comment #}, ${name}, %(name)s, :name and @name. and puts in
//   public         where a schema stands: before a dot, after SCHEMA
//   NULL           where a value stands: after an operator, LIMIT, DEFAULT, …; for %(name)s and :name also
//                  after ( and ,
//   text           after :: or AS in a cast's place
//   a name made of the expression's last word otherwise (the same expression gives the same name).
// Blocks ({% if %}, {{ end }}) become blanks, so that all their branches are read. Line breaks stay, and
// where nothing is glued to it a value is padded to the length of what it replaces, so that lines and columns
// are right as they stand; `original_offset` is right always. Data of COPY and variables that the script sets
// with \set are left alone. Without templates the text comes back as it is.
Replaced render_templates(std::string_view script);

}  // namespace assay::sql
