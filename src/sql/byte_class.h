// The classes of bytes that PostgreSQL's lexer tells apart, for lexers of ours.
#pragma once

#include <array>
#include <string_view>

namespace assay::sql::bytes {

enum Class : unsigned char { none, blank, letter, digit, operation, symbol };

constexpr std::array<Class, 256> make_classes() {
    std::array<Class, 256> table{};
    for (unsigned i = 0; i < 256; ++i) {
        const char c = static_cast<char>(i);
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            table[i] = blank;
        else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || i >= 128)
            table[i] = letter;
        else if (c >= '0' && c <= '9')
            table[i] = digit;
    }
    for (const char c : std::string_view{"~!@#^&|`?+-*/%<>="}) table[static_cast<unsigned char>(c)] = operation;
    for (const char c : std::string_view{"()[],;.:"}) table[static_cast<unsigned char>(c)] = symbol;
    return table;
}
inline constexpr auto classes = make_classes();

constexpr Class class_of(char c) { return classes[static_cast<unsigned char>(c)]; }

}  // namespace assay::sql::bytes
