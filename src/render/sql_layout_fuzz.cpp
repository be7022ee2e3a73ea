// The layout of statements and the cleaning of texts for a terminal: any bytes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "render/plain.h"
#include "render/sql_layout.h"

using namespace assay::rendering;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

std::string without_blanks(std::string_view text) {
    std::string rest{text};
    std::erase_if(rest, [](char c) { return c == ' ' || c == '\n' || c == '\r'; });
    return rest;
}

// Breaking lines neither adds nor loses anything but blanks.
void check_layout(std::string_view text) {
    for (const int width : {20, 80}) {
        std::string all;
        for (const auto& line : sql_lines(text, width)) all += line + '\n';
        must(without_blanks(all) == without_blanks(text));
    }
}

void check_harmless(std::string_view text, bool may_break) {
    while (!text.empty()) {
        const char32_t character = take_character(text);
        must(!is_treacherous(character) || (may_break && character == '\n'));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    check_layout(text);
    check_harmless(one_line(text), false);
    check_harmless(prose(text), false);
    check_harmless(block(text), true);
    const std::string clean = prose(text);
    must(display_width(truncated(clean, 30, "…")) <= 30);
    must(!wrapped(clean, 30).empty());
    return 0;
}
