// libFuzzer's way into the reader of pages: users write their own for rules of their own.
#include <cstdint>
#include <string_view>

#include "teach/page.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)assay::teach::parse_page({reinterpret_cast<const char*>(data), size}, "page.md");
    return 0;
}
