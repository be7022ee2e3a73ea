#include "sql/statement_name.h"

#include "core/utf8.h"

namespace assay::sql {

namespace {

// The beginning of a text, longer than `most` bytes if there is more, with runs of white space as one blank.
std::string squeezed(std::string_view text, std::size_t most) {
    std::string line;
    for (const char c : text) {
        if (line.size() > most) break;
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank) line += c;
        else if (!line.empty() && line.back() != ' ') line += ' ';
    }
    return line;
}

}  // namespace

std::string statement_name(std::string_view text, std::size_t most) {
    std::string line = squeezed(text, most);
    if (line.size() <= most) return line;
    return line.substr(0, utf8::boundary(line, most)) + "…";
}

}  // namespace assay::sql
