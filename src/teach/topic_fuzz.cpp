// libFuzzer's way into the reader of topics.
#include <cstdint>
#include <string>

#include "teach/topic.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)assay::teach::parse_topic(std::string{reinterpret_cast<const char*>(data), size}, "a/b");
    return 0;
}
