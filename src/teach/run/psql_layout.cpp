#include "teach/run/psql_layout.h"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "core/text.h"
#include "core/utf8.h"

namespace assay::teach {

namespace {

bool is_number(std::uint32_t type) {
    constexpr std::uint32_t numbers[]{20, 21, 23, 26, 28, 700, 701, 790, 1700};  // int8 … numeric, oid, xid
    return std::find(std::begin(numbers), std::end(numbers), type) != std::end(numbers);
}

std::string blanks(std::size_t count) { return std::string(count, ' '); }

std::string centred(std::string_view text, std::size_t width) {
    const auto room = width - utf8::characters(text);
    return blanks(room / 2) + std::string{text} + blanks(room - room / 2);
}

// A cell of several lines takes as many lines of its row, each but the last marked with a plus.
std::string row_of(const pg::Rows& rows, int row, const std::vector<std::size_t>& widths) {
    std::vector<std::vector<std::string_view>> cells;
    std::size_t height = 1;
    for (int column = 0; column < rows.columns(); ++column) {
        cells.push_back(lines_of(rows.text(row, column)));
        height = std::max(height, cells.back().size());
    }
    std::string text;
    for (std::size_t line = 0; line < height; ++line) {
        for (std::size_t column = 0; column < cells.size(); ++column) {
            const auto& lines = cells[column];
            const auto cell = line < lines.size() ? lines[line] : std::string_view{};
            const auto room = blanks(widths[column] - utf8::characters(cell));
            const bool right = is_number(rows.column_type(static_cast<int>(column)));
            text += column == 0 ? " " : "| ";
            text += right ? room + std::string{cell} : std::string{cell} + room;
            text += line + 1 < lines.size() ? "+" : " ";
        }
        text += "\n";
    }
    return text;
}

std::vector<std::size_t> widths_of(const pg::Rows& rows) {
    std::vector<std::size_t> widths;
    for (int column = 0; column < rows.columns(); ++column) {
        auto width = utf8::characters(rows.column_name(column));
        for (int row = 0; row < rows.size(); ++row)
            for (const auto line : lines_of(rows.text(row, column))) width = std::max(width, utf8::characters(line));
        widths.push_back(width);
    }
    return widths;
}

// A plan's lines alone: a frame as wide as the longest of them says nothing, and what planning touched depends on what the
// session asked before.
std::string plan_of(const pg::Rows& rows) {
    std::string text;
    bool planning = false;
    for (int row = 0; row < rows.size(); ++row) {
        const auto line = rows.text(row, 0);
        planning = line == "Planning:" || (planning && starts_with(line, " "));
        if (!planning) text.append(line).append("\n");
    }
    return text;
}

}  // namespace

std::string psql_layout(const pg::Rows& rows) {
    if (rows.columns() == 0) {
        const auto tag = rows.command_tag();
        for (const std::string_view counted : {"INSERT ", "UPDATE ", "DELETE ", "MERGE "})
            if (starts_with(tag, counted)) return std::string{tag} + "\n";
        return {};
    }
    if (rows.columns() == 1 && rows.column_name(0) == "QUERY PLAN") return plan_of(rows);
    const auto widths = widths_of(rows);
    std::string names, rule, text;
    for (int column = 0; column < rows.columns(); ++column) {
        const auto width = widths[static_cast<std::size_t>(column)];
        names += fmt::format("{} {} ", column == 0 ? "" : "|", centred(rows.column_name(column), width));
        rule += fmt::format("{}{}", column == 0 ? "" : "+", std::string(width + 2, '-'));
    }
    text = names + "\n" + rule + "\n";
    for (int row = 0; row < rows.size(); ++row) text += row_of(rows, row, widths);
    return text + fmt::format("({} row{})\n", rows.size(), rows.size() == 1 ? "" : "s");
}

}  // namespace assay::teach
