// Undoing what happens to a plan between psql and us: frames, quotes, line ends, continuation marks, mail.
#include <algorithm>

#include "core/text.h"
#include "domain/query/read/plan_tree.h"

namespace assay::query {

namespace {

// Byte order mark, \r, tabs and no-break spaces.
std::string plain_spaces(std::string_view text) {
    if (starts_with(text, "\xEF\xBB\xBF")) text.remove_prefix(3);
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') continue;
        if (text[i] == '\t') {
            plain += "    ";
        } else if (text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0') {
            plain += ' ';
            ++i;
        } else {
            plain += text[i];
        }
    }
    return plain;
}

// A line without its first and last mark: "| text |" of psql's border 2, in its three line styles.
std::string_view without_frame(std::string_view line) {
    for (const std::string_view mark : {"|", "\u2502", "\u2551"}) {
        const auto bare = trimmed(line);
        if (!starts_with(bare, mark)) continue;
        auto inside = bare.substr(mark.size());
        if (ends_with(inside, mark)) inside.remove_suffix(mark.size());
        return inside;
    }
    return line;
}

// A rule of a frame: nothing but dashes and corners.
bool is_frame(std::string_view line) {
    const auto bare = trimmed(line);
    if (bare.size() < 3) return false;
    for (std::size_t i = 0; i < bare.size(); ++i) {
        if (bare[i] == '-' || bare[i] == '+' || bare[i] == '=') continue;
        // Box drawing is U+2500 to U+257F: E2 94 80 to E2 95 BF.
        if (bare[i] == '\xE2' && i + 2 < bare.size() && (bare[i + 1] == '\x94' || bare[i + 1] == '\x95')) {
            i += 2;
            continue;
        }
        return false;
    }
    return true;
}

// "(12 rows)" in any language.
bool is_row_count(std::string_view line) {
    const auto bare = trimmed(line);
    if (bare.size() < 4 || bare.front() != '(' || bare.back() != ')' || bare[1] < '0' || bare[1] > '9') return false;
    const auto space = bare.find(' ');
    return space != bare.npos && bare.find_first_not_of("0123456789", 1) == space &&
           bare.find_first_of("=.:(", 1) == bare.npos;
}

bool all_lines(const std::vector<std::string_view>& lines, bool (*holds)(std::string_view)) {
    bool any = false;
    for (const auto line : lines) {
        if (trimmed(line).empty()) continue;
        if (!holds(line)) return false;
        any = true;
    }
    return any;
}

// psql marks a line break inside a value with "+" or "↵" at the end of the line.
std::string_view without_continuation(std::string_view line) {
    for (const std::string_view mark : {"+", "\u21B5"}) {
        auto bare = line.substr(0, line.find_last_not_of(' ') + 1);
        if (!ends_with(bare, mark)) continue;
        bare.remove_suffix(mark.size());
        return bare.substr(0, bare.find_last_not_of(' ') + 1);
    }
    return line;
}

bool is_continued(std::string_view line) { return without_continuation(line).size() != line.size(); }

// One CSV field that holds the whole plan: "[ { ""Plan"": … } ]".
std::string without_field_quotes(const std::string& text) {
    auto bare = trimmed(text);
    if (bare.size() < 3 || bare.front() != '"' || bare.find("\"\"") == bare.npos) return text;
    const auto first = bare.find_first_not_of(" \n", 1);
    if (first == bare.npos || (bare[first] != '[' && bare[first] != '{' && bare[first] != '<')) return text;
    bare.remove_prefix(1);
    if (bare.back() == '"') bare.remove_suffix(1);
    return replaced(bare, "\"\"", "\"");
}

std::string joined_lines(const std::vector<std::string_view>& lines) {
    std::string text;
    for (const auto line : lines) text.append(line) += '\n';
    return text;
}

}  // namespace

std::string undecorate(std::string_view pasted) {
    const std::string plain = without_field_quotes(plain_spaces(pasted));
    auto lines = lines_of(std::string_view{plain});
    const auto is_quoted = [](std::string_view line) { return trimmed(line).size() > 1 && trimmed(line).front() == '"' && trimmed(line).back() == '"'; };
    const auto is_mail = [](std::string_view line) { return line.front() == '>'; };
    std::string unquoted;
    if (all_lines(lines, is_mail))
        for (auto& line : lines) line.remove_prefix(std::min<std::size_t>(line.size(), starts_with(line, "> ") ? 2 : 1));
    if (all_lines(lines, is_quoted)) {
        for (auto& line : lines)
            if (const auto bare = trimmed(line); !bare.empty()) line = bare.substr(1, bare.size() - 2);
        unquoted = replaced(joined_lines(lines), "\"\"", "\"");
        lines = lines_of(std::string_view{unquoted});
    }
    const bool framed = std::count_if(lines.begin(), lines.end(), is_frame) > 0;
    std::vector<std::string_view> kept;
    for (auto line : lines) {
        if (framed) line = without_frame(line);
        const auto bare = trimmed(line);
        // A line that holds nothing of the plan stays as an empty one: line numbers are told from it.
        kept.push_back(is_frame(line) || is_row_count(line) || bare == "QUERY PLAN" ? std::string_view{} : line);
    }
    const auto continued = std::count_if(kept.begin(), kept.end(), is_continued);
    if (continued * 2 > std::count_if(kept.begin(), kept.end(), [](std::string_view line) { return !trimmed(line).empty(); }))
        for (auto& line : kept) line = without_continuation(line);
    return joined_lines(kept);
}

}  // namespace assay::query
