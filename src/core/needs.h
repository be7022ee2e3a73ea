// Which classes of source a rule's facts come from: one letter each, as map/tables.sql declares them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

// A set of fact classes. The letters: S schema, D rows, T run-time statistics, L live server,
// Q queries, P program, A API description. Any capital letter may be declared by a domain.
class Needs {
public:
    constexpr Needs() = default;
    constexpr Needs(const char* letters) {
        for (; *letters != '\0'; ++letters) add(*letters);
    }

    constexpr void add(char letter) {
        if (letter >= 'A' && letter <= 'Z') bits_ |= 1u << (letter - 'A');
    }
    constexpr bool has(char letter) const {
        return letter >= 'A' && letter <= 'Z' && (bits_ & (1u << (letter - 'A'))) != 0;
    }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr Needs without(Needs other) const { return Needs{bits_ & ~other.bits_}; }
    constexpr Needs operator|(Needs other) const { return Needs{bits_ | other.bits_}; }
    constexpr bool operator==(const Needs&) const = default;

    // The letters in alphabetical order: "ST".
    std::string letters() const;

private:
    constexpr explicit Needs(std::uint32_t bits) : bits_{bits} {}
    std::uint32_t bits_ = 0;
};

// The name of a class as a person reads it: 'D' is "rows". Unknown letters are returned as they are.
std::string_view fact_class_name(char letter);

// The letter for a name in a rule's header: "statistics" is 'T'; '\0' when there is no such class.
char fact_class_letter(std::string_view name);

}  // namespace assay
