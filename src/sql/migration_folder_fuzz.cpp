// libFuzzer's way into the markers of migrations ("-- migrate:up", "-- +goose Down"): any bytes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sql/migration_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto part = assay::sql::upward_part("1.sql", {reinterpret_cast<const char*>(data), size});
    if (part.end != std::string_view::npos && (part.begin > part.end || part.end > size)) std::abort();
    return 0;
}
