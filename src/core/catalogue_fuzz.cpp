// libFuzzer's way into the headers of rules: users write rules of their own.
#include <cstdint>
#include <string_view>

#include "core/catalogue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)assay::catalogue::parse_sql_rule({reinterpret_cast<const char*>(data), size}, "rule.sql");
    return 0;
}
