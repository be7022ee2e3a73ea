#include "sql/statement_name.h"

namespace assay::sql {

namespace {

constexpr std::size_t name_bytes = 60;

std::string squeezed(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) line += c;
        else if (!line.empty() && line.back() != ' ') line += ' ';
    }
    return line;
}

}  // namespace

std::string statement_name(std::string_view text) {
    std::string line = squeezed(text);
    if (line.size() <= name_bytes) return line;
    auto end = name_bytes;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;  // not inside a character
    return line.substr(0, end) + "…";
}

}  // namespace assay::sql
