// Values of the user's rows inside messages, evidence and proofs: marked, so that every face masks them.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// The bytes around a value. They are no part of any text that a person reads.
inline constexpr char value_begins = '\x0e';
inline constexpr char value_ends = '\x0f';

// Marks a value that was read from the user's rows: "status is " + row_value("shipped"). It leaves the
// process as *** unless --show-values is given. A value can't end its own mark.
inline std::string row_value(std::string_view value) {
    std::string marked{value_begins};
    for (char c : value)
        if (c != value_begins && c != value_ends) marked += c;
    marked += value_ends;
    return marked;
}

}  // namespace assay
