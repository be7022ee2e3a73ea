// Fences: the fenced blocks of a Markdown text with the words behind their language, and its headings.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace assay::teach {

// ```sql session=B not-run="needs a replica"
struct Fence {
    std::string language;
    std::vector<std::string> words;  // as written, quotes taken off: "session=B", "not-run=needs a replica"
    std::string body;                // with its last line end
    int line = 0;                    // of the opening fence, from 1
    int end = 0;                     // of the closing one
};

// A heading of level 2 or deeper outside fences.
struct Heading {
    int level = 2;
    std::string text;
    int line = 0;
};

struct Blocks {
    std::vector<Fence> fences;
    std::vector<Heading> headings;
};

// Both in the order of their lines. An Error names a block that does not end, or a quote that does not.
Result<Blocks> read_blocks(std::string_view markdown, const std::string& path);

// "needs=rows" as needs and rows; a word without "=" has no value.
std::pair<std::string, std::string> attribute_of(const std::string& word);

// The text with other lines between those two, neither of which is touched: between a block's opening and closing fence.
std::string with_lines_between(std::string_view markdown, int line, int end, std::string_view body);

}  // namespace assay::teach
