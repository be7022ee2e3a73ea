// UTF-8 by its bytes: where characters begin, and how many there are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace assay::utf8 {

// Whether the byte belongs to the character before it.
constexpr bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

// The last place at or before `at` (no further than the text's end) where a text may be cut.
constexpr std::size_t boundary(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    while (at > 0 && continues(text[at])) --at;
    return at;
}

constexpr std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) { return !continues(byte); }));
}

}  // namespace assay::utf8
