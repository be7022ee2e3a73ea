// Plans in any format, pasted however: read, accounted for, and named; never a crash.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "domain/query/read/plan_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto plans = assay::query::read_plans({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (plans)
        for (const auto& plan : *plans)
            for (const auto& node : plan->nodes) (void)node.title();
    return 0;
}
