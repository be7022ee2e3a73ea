// Escaping for XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace assay::rendering {

// For element content and attribute values in either quote. What XML 1.0 can't hold, and what would hide
// text from a reader, is made visible; line breaks and tabs stay.
std::string escaped_markup(std::string_view text);
// For attribute values: line breaks and tabs, which a parser would turn into spaces, as references.
std::string escaped_attribute(std::string_view text);

}  // namespace assay::rendering
