#include "render/plain.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "core/utf8.h"

namespace assay::rendering {

namespace {

struct Range {
    char32_t first, last;
};

// Unicode 15, East Asian Width W and F, joined into blocks: rough, but right for what people type.
constexpr Range wide_ranges[]{{0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x25FD, 0x25FE},
                              {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},
                              {0x2705, 0x2705},   {0x270A, 0x270B},   {0x274C, 0x274C},   {0x2753, 0x2755},
                              {0x2757, 0x2757},   {0x2795, 0x2797},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                              {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                              {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
                              {0x1F900, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

constexpr Range combining_ranges[]{{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},  {0x0610, 0x061A},
                                   {0x064B, 0x065F}, {0x0900, 0x0902}, {0x093A, 0x093A},  {0x0E31, 0x0E31},
                                   {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},  {0x20D0, 0x20FF},
                                   {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};

template <std::size_t N>
bool within(const Range (&ranges)[N], char32_t character) {
    const auto after = std::upper_bound(std::begin(ranges), std::end(ranges), character,
                                        [](char32_t c, const Range& range) { return c < range.first; });
    return after != std::begin(ranges) && character <= std::prev(after)->last;
}

int width_of(char32_t character) {
    if (within(combining_ranges, character)) return 0;
    return within(wide_ranges, character) ? 2 : 1;
}

void append_visible(std::string& to, char32_t character) {
    if (character == '\n') {
        to += "\\n";
    } else if (character == '\t') {
        to += "\\t";
    } else if (character == '\r') {
        to += "\\r";
    } else if (character <= 0xff) {
        to += fmt::format("\\x{:02x}", static_cast<unsigned>(character));
    } else {
        to += fmt::format("<U+{:04X}>", static_cast<unsigned>(character));
    }
}

bool is_space(char32_t character) {
    return character == ' ' || character == '\t' || character == '\n' || character == '\r' ||
           character == '\v' || character == '\f';
}

// Cuts `word` into pieces of at most `width` columns, the last of which is returned.
std::string broken_word(std::string_view word, int width, std::vector<std::string>& lines) {
    std::string piece;
    int columns = 0;
    while (!word.empty()) {
        const char32_t character = take_character(word);
        const int wide = width_of(character);
        if (columns > 0 && columns + wide > width) {
            lines.push_back(std::move(piece));
            piece.clear();
            columns = 0;
        }
        utf8::append(piece, character);
        columns += wide;
    }
    return piece;
}

}  // namespace

char32_t take_character(std::string_view& text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const int length = lead < 0x80                    ? 1
                       : lead >= 0xC2 && lead <= 0xDF ? 2
                       : lead >= 0xE0 && lead <= 0xEF ? 3
                       : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                      : 0;
    if (length == 0 || static_cast<std::size_t>(length) > text.size()) {
        text.remove_prefix(1);
        return 0xFFFD;
    }
    char32_t character = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (int i = 1; i < length; ++i) {
        if ((byte(static_cast<std::size_t>(i)) & 0xC0) != 0x80) {
            text.remove_prefix(1);
            return 0xFFFD;
        }
        character = character << 6 | (byte(static_cast<std::size_t>(i)) & 0x3Fu);
    }
    const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
    const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (overlong || surrogate || character > 0x10FFFF) {
        text.remove_prefix(1);
        return 0xFFFD;
    }
    text.remove_prefix(static_cast<std::size_t>(length));
    return character;
}

bool is_treacherous(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c & 0xFFFE) == 0xFFFE || (c >= 0xE0000 && c <= 0xE007F);
}

std::size_t plain_bytes(std::string_view text) {
    const auto special = std::find_if(text.begin(), text.end(), [](char c) { return c < 0x20 || c == 0x7F; });
    return static_cast<std::size_t>(special - text.begin());
}

std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (true) {
        const auto plain = plain_bytes(text);
        valid += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) return valid;
        utf8::append(valid, take_character(text));
    }
}

std::string one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    while (!text.empty()) {
        const char32_t character = take_character(text);
        if (is_treacherous(character))
            append_visible(line, character);
        else
            utf8::append(line, character);
    }
    return line;
}

std::string prose(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    bool space = false;
    while (!text.empty()) {
        const char32_t character = take_character(text);
        if (is_space(character)) {
            space = !line.empty();
            continue;
        }
        if (space) line += ' ';
        space = false;
        if (is_treacherous(character))
            append_visible(line, character);
        else
            utf8::append(line, character);
    }
    return line;
}

std::string block(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    while (!text.empty()) {
        const char32_t character = take_character(text);
        if (character == '\r' && text.starts_with('\n')) continue;
        if (character == '\n')
            kept += '\n';
        else if (character == '\t')
            kept += "    ";
        else if (is_treacherous(character))
            append_visible(kept, character);
        else
            utf8::append(kept, character);
    }
    while (!kept.empty() && (kept.back() == '\n' || kept.back() == ' ')) kept.pop_back();
    return kept;
}

int display_width(std::string_view text) {
    int width = 0;
    while (!text.empty()) width += width_of(take_character(text));
    return width;
}

std::string truncated(std::string_view text, int width, std::string_view ellipsis) {
    if (display_width(text) <= width) return std::string{text};
    const int room = width - display_width(ellipsis);
    if (room <= 0) return {};
    std::string kept;
    for (int columns = 0;;) {
        const char32_t character = take_character(text);
        columns += width_of(character);
        if (columns > room) break;
        utf8::append(kept, character);
    }
    while (kept.ends_with(' ')) kept.pop_back();
    kept += ellipsis;
    return kept;
}

std::vector<std::string> wrapped(std::string_view text, int width) {
    width = std::max(width, 1);
    std::vector<std::string> lines;
    std::string line;
    int columns = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string_view word = text.substr(begin, end - begin);
        begin = end + 1;
        if (word.empty()) continue;
        const int wide = display_width(word);
        if (columns > 0 && columns + 1 + wide > width) {
            lines.push_back(std::move(line));
            line.clear();
            columns = 0;
        }
        if (columns > 0) {
            line += ' ';
            ++columns;
        }
        if (wide > width)
            line = broken_word(word, width, lines);
        else
            line += word;
        columns = display_width(line);
    }
    if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
    return lines;
}

std::string counted(long count, std::string_view one, std::string_view many) {
    if (count == 1) return fmt::format("1 {}", one);
    return many.empty() ? fmt::format("{} {}s", count, one) : fmt::format("{} {}", count, many);
}

}  // namespace assay::rendering
