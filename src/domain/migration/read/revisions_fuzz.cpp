// libFuzzer's way into revision graphs: any bytes as two migrations of Alembic or Django.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "domain/migration/read/history.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto half = size / 2;
    const auto history = assay::migration::history_of_revisions({{"1.py", text.substr(0, half)}, {"2.py", text.substr(half)}});
    if (history && history->versions.size() > 2) std::abort();
    return 0;
}
