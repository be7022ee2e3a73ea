// libFuzzer's way into what a checked repository brings along: assay.toml and a baseline.
#include <cstdint>
#include <string_view>

#include "face/settings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)assay::parse_settings(text, "assay.toml");
    (void)assay::parse_baseline(text, "baseline");
    return 0;
}
