#include "core/shown.h"

#include <fmt/core.h>

namespace assay {

std::string shown_cost(double cost) { return cost >= 1e7 ? fmt::format("{:.3g}", cost) : fmt::format("{:.{}f}", cost, cost < 100 ? 2 : 0); }

std::string shown_ms(double ms) {
    if (ms >= 1000) return fmt::format("{:.1f} s", ms / 1000);
    if (ms >= 20) return fmt::format("{:.0f} ms", ms);
    if (ms < 1) return fmt::format("{:.2f} ms", ms);
    return fmt::format("{:.1f} ms", ms);
}

}  // namespace assay
