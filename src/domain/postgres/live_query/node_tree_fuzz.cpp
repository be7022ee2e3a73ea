// Trees as servers print them, of any bytes.
#include <cstdint>
#include <string_view>

#include "domain/postgres/live_query/node_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    (void)assay::postgres::live::named_objects({reinterpret_cast<const char*>(data), size});
    return 0;
}
