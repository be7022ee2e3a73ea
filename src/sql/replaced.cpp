#include "sql/replaced.h"

#include <algorithm>
#include <utility>

namespace assay::sql {

std::size_t Replaced::original_offset(std::size_t new_offset) const {
    const auto after = std::upper_bound(
        replacements.begin(), replacements.end(), new_offset,
        [](std::size_t offset, const Replacement& each) { return offset < each.new_offset; });
    if (after == replacements.begin()) return new_offset;
    const Replacement& last = *(after - 1);
    if (new_offset < last.new_offset + last.new_length) return last.offset;
    return last.offset + last.length + (new_offset - last.new_offset - last.new_length);
}

void Replacer::replace(std::size_t begin, std::size_t end, std::string_view replacement, std::string what) {
    made_.text += original_.substr(done_, begin - done_);
    made_.replacements.push_back(
        {begin, end - begin, made_.text.size(), replacement.size(), std::move(what)});
    made_.text += replacement;
    done_ = end;
}

Replaced Replacer::finish() {
    made_.text += original_.substr(done_);
    done_ = original_.size();
    return std::move(made_);
}

}  // namespace assay::sql
