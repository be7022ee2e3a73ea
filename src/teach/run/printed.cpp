#include "teach/run/printed.h"

#include <algorithm>
#include <array>

#include "core/pattern.h"
#include "core/text.h"

namespace assay::teach {

namespace {

struct Kind {
    std::string_view name, pattern, stands_for;
};

// In the order in which they are applied: a date is made of numbers.
constexpr std::array kinds_by_width{
    Kind{"uuids", R"(\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)", "<uuid>"},
    Kind{"dates", R"(\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?)", "<date>"},
    Kind{"times", R"(\b\d+(?:\.\d+)? ?(?:ns|us|µs|ms|s|seconds?)\b)", "<time>"},
    Kind{"ports", R"((?<=:)\d{4,5}\b)", "<port>"},
    Kind{"hex", R"(\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b)", "<hex>"},
    Kind{"numbers", R"(-?\b\d[\d,]*(?:\.\d+)?\b)", "<number>"},
};

// How many of a plan's blocks were in the cache depends on what came before; how many there were does not.
std::string with_sums_of_blocks(std::string_view text) {
    static const Pattern counts{"(?:hit|read)=([0-9]+)"};
    std::string result;
    for (const auto line : lines_of(text)) {
        const auto at = line.find("Buffers: shared ");
        long blocks = 0;
        if (at == line.npos) {
            result.append(line).append("\n");
            continue;
        }
        for (const auto& count : counts.first_groups_in(line)) blocks += std::stol("0" + count.substr(0, 15));
        result.append(line.substr(0, at)).append(std::to_string(blocks)).append(" blocks\n");
    }
    return result;
}

}  // namespace

std::string tidy(std::string_view text) {
    std::string result;
    std::size_t blank_lines = 0;
    for (const auto line : lines_of(text)) {
        const auto end = line.find_last_not_of(" \t\r");
        if (end == line.npos) {
            ++blank_lines;
            continue;
        }
        if (!result.empty()) result.append(blank_lines, '\n');
        blank_lines = 0;
        result.append(line.substr(0, end + 1)).append("\n");
    }
    return result;
}

std::string without_varying(std::string_view text, const std::vector<std::string>& kinds) {
    if (kinds.empty()) return std::string{text};
    auto result = std::find(kinds.begin(), kinds.end(), "cache") == kinds.end() ? std::string{text} : with_sums_of_blocks(text);
    for (const auto& kind : kinds_by_width)
        for (const auto& wanted : kinds)
            if (wanted == kind.name) result = Pattern{kind.pattern}.replaced_in(result, kind.stands_for);
    // Columns are as wide as what stands in them.
    result = Pattern{"-{2,}"}.replaced_in(result, "--");
    return Pattern{" {2,}"}.replaced_in(Pattern{"(?m)^ +| +$"}.replaced_in(result, ""), " ");
}

}  // namespace assay::teach
