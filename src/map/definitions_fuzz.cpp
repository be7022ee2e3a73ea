// libFuzzer's way into the reader of the map's definitions: a saved map brings its own.
#include <cstdint>
#include <string_view>

#include "map/definitions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)assay::read_definitions({reinterpret_cast<const char*>(data), size});
    return 0;
}
