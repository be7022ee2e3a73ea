// Replaced: a text in which some parts were replaced, and the way back to where they stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::sql {

struct Replacement {
    std::size_t offset = 0;  // in the original text
    std::size_t length = 0;
    std::size_t new_offset = 0;  // in the new text
    std::size_t new_length = 0;
    std::string what = {};  // in words: "{{ schema }} was read as public"
};

struct Replaced {
    std::string text;
    std::vector<Replacement> replacements = {};  // in order

    // Where a byte of the new text stands in the original; inside a replacement, where that began.
    std::size_t original_offset(std::size_t new_offset) const;
};

// Builds a Replaced from the front to the back of a text.
class Replacer {
public:
    explicit Replacer(std::string_view original) : original_{original} {}
    // Replaces [begin, end), which must lie behind what was replaced before.
    void replace(std::size_t begin, std::size_t end, std::string_view replacement, std::string what);
    Replaced finish();

private:
    std::string_view original_;
    std::size_t done_ = 0;
    Replaced made_ = {};
};

}  // namespace assay::sql
