#include "teach/fence.h"

#include <algorithm>

#include "core/text.h"

namespace assay::teach {

namespace {

// Words at blanks, but for what stands between double quotes; false where a quote does not end.
bool read_words(std::string_view info, Fence& fence) {
    std::string word;
    bool quoted = false;
    const auto end_word = [&] {
        if (word.empty()) return;
        if (fence.language.empty() && fence.words.empty())
            fence.language = std::move(word);
        else
            fence.words.push_back(std::move(word));
        word.clear();
    };
    for (const char c : info) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ' ' && !quoted)
            end_word();
        else
            word += c;
    }
    end_word();
    return !quoted;
}

Heading heading_of(std::string_view line, int number) {
    const auto level = line.find_first_not_of('#');
    return {static_cast<int>(level), std::string{trimmed(line.substr(level))}, number};
}

}  // namespace

Result<Blocks> read_blocks(std::string_view markdown, const std::string& path) {
    Blocks blocks;
    int number = 0;
    bool inside = false;
    for (const auto line : lines_of(markdown)) {
        ++number;
        if (inside && starts_with(trimmed(line), "```")) {
            blocks.fences.back().end = number;
            inside = false;
        } else if (inside) {
            blocks.fences.back().body.append(line).append("\n");
        } else if (starts_with(line, "```")) {
            Fence fence;
            fence.line = number;
            const auto info = line.find_first_not_of('`');
            if (info != line.npos && !read_words(trimmed(line.substr(info)), fence)) return fail("a quote in this fence does not end", {path, number, 1});
            blocks.fences.push_back(std::move(fence));
            inside = true;
        } else if (starts_with(line, "##") && line.find_first_not_of('#') != line.npos && line[line.find_first_not_of('#')] == ' ') {
            blocks.headings.push_back(heading_of(line, number));
        }
    }
    if (inside) return fail("this block does not end", {path, blocks.fences.back().line, 1});
    return blocks;
}

std::pair<std::string, std::string> attribute_of(const std::string& word) {
    const auto equals = word.find('=');
    return {word.substr(0, equals), equals == word.npos ? std::string{} : word.substr(equals + 1)};
}

std::string with_lines_between(std::string_view markdown, int line, int end, std::string_view body) {
    std::string text;
    int number = 0;
    for (const auto each : lines_of(markdown)) {
        ++number;
        if (number == end) text += body;
        if (number <= line || number >= end) text.append(each).append("\n");
    }
    if (!text.empty()) text.pop_back();  // what follows the last line end is no line
    return text;
}

}  // namespace assay::teach
