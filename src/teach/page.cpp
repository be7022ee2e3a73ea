#include "teach/page.h"

#include <fmt/core.h>

#include <charconv>

#include "core/needs.h"
#include "core/text.h"
#include "teach/fence.h"

namespace assay::teach {

namespace {

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
        const auto [key, value] = attribute_of(word);
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
    const auto blocks = read_blocks(markdown, path);
    if (!blocks) return tl::unexpected(blocks.error());
    Page page;
    for (const auto& heading : blocks->headings)
        if (heading.level == 2) page.headings.push_back(heading.text);
    for (const auto& fence : blocks->fences)
        if (auto taken = take_fence(fence, page, path); !taken) return tl::unexpected(taken.error());
    return page;
}

std::string expected_line(const ExpectedFinding& finding) {
    return finding.object + " | " + finding.severity + " | " + finding.message;
}

std::string with_findings(std::string_view markdown, const Case& of_page, const std::vector<ExpectedFinding>& findings) {
    std::string body;
    for (const auto& finding : findings) body += expected_line(finding) + "\n";
    return with_lines_between(markdown, of_page.expected_begin - 1, of_page.expected_end, body);
}

}  // namespace assay::teach
