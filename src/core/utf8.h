// UTF-8 by its bytes: where characters begin, and how many there are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
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

// Whether all of it is UTF-8 (RFC 3629: no overlong forms, no surrogates).
constexpr bool is_valid(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i++]);
        if (first < 0x80) continue;
        const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        if (first < 0xc2 || first > 0xf4 || text.size() - i < static_cast<std::size_t>(more)) return false;
        const auto second = static_cast<unsigned char>(text[i]);
        if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return false;
        for (int j = 0; j < more; ++j)
            if (!continues(text[i++])) return false;
    }
    return true;
}

// The character as UTF-8.
inline void append(std::string& to, char32_t character) {
    const auto add = [&](char32_t bits) { to += static_cast<char>(bits); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xC0 | character >> 6);
        add(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        add(0xE0 | character >> 12);
        add(0x80 | (character >> 6 & 0x3F));
        add(0x80 | (character & 0x3F));
    } else {
        add(0xF0 | character >> 18);
        add(0x80 | (character >> 12 & 0x3F));
        add(0x80 | (character >> 6 & 0x3F));
        add(0x80 | (character & 0x3F));
    }
}

}  // namespace assay::utf8
