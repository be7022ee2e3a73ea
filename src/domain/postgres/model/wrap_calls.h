// Calls in a policy's condition put into (SELECT …), so that they run once for each query.
#pragma once

#include <string>
#include <string_view>

namespace assay::postgres {

// `functions` are names as the condition has them, "auth.uid()", joined by comma; calls that follow SELECT stay.
std::string wrap_calls(std::string_view condition, std::string_view functions);

}  // namespace assay::postgres
