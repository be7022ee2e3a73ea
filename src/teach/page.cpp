#include "teach/page.h"

#include <fmt/core.h>

#include <charconv>

#include "core/needs.h"
#include "core/text.h"

namespace assay::teach {

namespace {

struct Fence {
    std::string language;
    std::vector<std::string> words;
    std::string body;
    int line = 0, end = 0;
};

Result<void> apply_need(std::string_view need, Case& found, const Location& place) {
    if (starts_with(need, "postgres")) {
        const auto digits = need.substr(8);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), found.postgres_major);
        if (error == std::errc{} && end == digits.data() + digits.size()) return {};
    } else if (const char letter = fact_class_letter(need); letter != '\0') {
        found.needs += letter;
        return {};
    }
    return fail(fmt::format("needs={}: expected rows, statistics, live or postgresN", need), place);
}

Result<Case> case_of(const Fence& fence, const std::string& path) {
    Case found;
    found.language = fence.language;
    found.input = fence.body;
    found.line = fence.line;
    const Location place{path, fence.line, 1};
    for (const std::string& word : fence.words) {
        const auto equals = word.find('=');
        const auto key = word.substr(0, equals), value = equals == word.npos ? std::string{} : word.substr(equals + 1);
        if (key == "case" && (value == "fires" || value == "clean")) {
            found.fires = value == "fires";
        } else if (key == "needs") {
            for (auto need : split(value, ','))
                if (auto known = apply_need(need, found, place); !known) return tl::unexpected(known.error());
        } else if (key == "proof" && (value == "proven" || value == "refuted")) {
            found.proof = value;
        } else {
            return fail(fmt::format("unknown word '{}' in a fence", word), place);
        }
    }
    return found;
}

Result<void> apply_expected(const Fence& fence, Case& found, const std::string& path) {
    found.expected_begin = fence.line + 1;
    found.expected_end = fence.end;
    int line_number = fence.line;
    for (auto line : lines_of(fence.body)) {
        ++line_number;
        line = trimmed(line);
        if (line.empty()) continue;
        const auto first = line.find(" | "), second = first == line.npos ? first : line.find(" | ", first + 3);
        if (second == line.npos) return fail("expected 'object | severity | message'", {path, line_number, 1});
        found.expected.push_back({std::string{line.substr(0, first)}, std::string{line.substr(first + 3, second - first - 3)},
                                  std::string{line.substr(second + 3)}});
    }
    return {};
}

Fence open_fence(std::string_view line, int number) {
    Fence fence{{}, {}, {}, number, 0};
    for (auto word : split(trimmed(line.substr(line.find_first_not_of('`'))), ' ')) {
        if (word.empty()) continue;
        if (fence.language.empty() && fence.words.empty())
            fence.language = word;
        else
            fence.words.emplace_back(word);
    }
    return fence;
}

// A block with "case=" begins a case; "finding", "map" and "workload" blocks belong to the case before them.
Result<void> take_fence(const Fence& fence, Page& page, const std::string& path) {
    const bool is_case = !fence.words.empty() && starts_with(fence.words.front(), "case=");
    if (is_case) {
        auto found = case_of(fence, path);
        if (!found) return tl::unexpected(found.error());
        page.cases.push_back(std::move(*found));
        return {};
    }
    if (fence.language != "finding" && fence.language != "map" && fence.language != "workload") return {};
    if (page.cases.empty()) return fail("this block stands before any case", {path, fence.line, 1});
    if (fence.language != "finding") {
        (fence.language == "map" ? page.cases.back().amend : page.cases.back().workload) = fence.body;
        return {};
    }
    return apply_expected(fence, page.cases.back(), path);
}

}  // namespace

Result<Page> parse_page(std::string_view markdown, const std::string& path) {
    Page page;
    int number = 0;
    bool inside = false;
    Fence fence;
    for (auto line : lines_of(markdown)) {
        ++number;
        if (inside) {
            if (starts_with(trimmed(line), "```")) {
                inside = false;
                fence.end = number;
                if (auto taken = take_fence(fence, page, path); !taken) return tl::unexpected(taken.error());
            } else {
                fence.body += std::string{line} + "\n";
            }
        } else if (starts_with(line, "```")) {
            if (trimmed(line).find_first_not_of('`') == std::string_view::npos)
                fence = Fence{{}, {}, {}, number, 0};
            else
                fence = open_fence(line, number);
            inside = true;
        } else if (starts_with(line, "## ")) {
            page.headings.emplace_back(trimmed(line.substr(3)));
        }
    }
    if (inside) return fail("this block does not end", {path, fence.line, 1});
    return page;
}

std::string expected_line(const ExpectedFinding& finding) {
    return finding.object + " | " + finding.severity + " | " + finding.message;
}

std::string with_findings(std::string_view markdown, const Case& of_page, const std::vector<ExpectedFinding>& findings) {
    std::string text;
    int number = 0;
    for (const auto line : lines_of(markdown)) {
        ++number;
        if (number == of_page.expected_begin)
            for (const auto& finding : findings) text += expected_line(finding) + "\n";
        const bool replaced = number >= of_page.expected_begin && number < of_page.expected_end;
        if (!replaced) text += std::string{line} + "\n";
    }
    if (!text.empty()) text.pop_back();  // what follows the last line end is no line
    return text;
}

}  // namespace assay::teach
