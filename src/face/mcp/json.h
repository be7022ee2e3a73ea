// JSON of messages: one value type, reading outside text within limits, and looking into it without exceptions.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace assay::mcp {

// Members stand in the order of their names, so that one answer is always the same bytes.
using Json = nlohmann::json;

// An Error says what is wrong and at which byte.
Result<Json> parse_json(std::string_view text);

// One line; what is no UTF-8 becomes U+FFFD.
std::string dump(const Json& value);

// nullptr when this is no object or has no such member.
const Json* member(const Json& value, std::string_view name);
// Nothing when the member is missing or no text.
std::optional<std::string> text_in(const Json& value, std::string_view name);
bool flag_in(const Json& value, std::string_view name);  // false where it is not there

}  // namespace assay::mcp
