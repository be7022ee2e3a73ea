// A page of Markdown for a terminal: paragraphs wrapped, blocks as they are.
#pragma once

#include <string>
#include <string_view>

namespace assay::rendering {

struct PageLayout {
    int width = 80;
    bool colour = false;
    bool setup = false;  // blocks with the word "setup" behind their language are shown too
};

// Front matter is left out. Of a link stays what is read, and the address where it leads out of the pages. A block "output"
// is set off by a bar, any other by its indentation; what a fence says besides its language stands before it.
std::string page_text(std::string_view markdown, const PageLayout& layout);

}  // namespace assay::rendering
