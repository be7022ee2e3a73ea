// Plain text: valid UTF-8, control characters made visible, width on a terminal, wrapping.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::rendering {

// Takes one character off the front of `text`. A byte that begins no valid UTF-8 sequence gives U+FFFD.
// `text` must not be empty.
char32_t take_character(std::string_view& text);

// True of what would move the cursor, hide text or turn its direction around when printed: C0 and C1
// controls, DEL, line and paragraph separators, zero-width and bidirectional controls, noncharacters.
bool is_treacherous(char32_t character);

// How many bytes at the front are printable ASCII: those that need no second look.
std::size_t plain_bytes(std::string_view text);

// Invalid sequences become U+FFFD; everything else is kept.
std::string valid_utf8(std::string_view text);
// For names and paths: one line, in which a newline reads \n and an escape character \x1b.
std::string one_line(std::string_view text);
// For sentences: one line; runs of white space become one space, other controls are made visible.
std::string prose(std::string_view text);
// For statements and plans: line breaks stay (CR LF becomes LF), tabs become spaces, other controls are
// made visible, and trailing white space is dropped.
std::string block(std::string_view text);

// Columns of a terminal; wide East Asian characters and emoji count two, combining marks none.
int display_width(std::string_view text);
// At most `width` columns, ending in `ellipsis` where something was cut off.
std::string truncated(std::string_view text, int width, std::string_view ellipsis);
// Breaks at spaces; a word wider than `width` is broken where it must be. At least one line.
std::vector<std::string> wrapped(std::string_view text, int width);

// "1 rule", "2 rules"; `many` where an s does not do.
std::string counted(long count, std::string_view one, std::string_view many = {});

}  // namespace assay::rendering
