// The rows of `assay sql`, for a terminal.
#include <fmt/core.h>

#include <algorithm>

#include "core/shown.h"
#include "face/cli/sql.h"
#include "render/plain.h"

namespace assay::cli {

using rendering::display_width;

namespace {

constexpr std::string_view null_mark = "∅";

// As a terminal may show them.
struct Table {
    std::vector<std::string> names;
    std::vector<std::vector<std::string>> rows;
    std::vector<int> widths;
    std::vector<bool> is_number;
};

bool is_number(std::string_view type) {
    constexpr std::string_view numbers[]{"int2", "int4", "int8", "float4", "float8", "numeric", "oid"};
    return std::find(std::begin(numbers), std::end(numbers), type) != std::end(numbers);
}

Table table_of(const postgres::LiveAnswer& answer) {
    Table table;
    for (const auto& column : answer.columns) {
        table.names.push_back(rendering::one_line(column.name));
        table.widths.push_back(display_width(table.names.back()));
        table.is_number.push_back(is_number(column.type));
    }
    for (const auto& row : answer.rows) {
        auto& shown = table.rows.emplace_back();
        for (std::size_t c = 0; c < row.size(); ++c) {
            shown.push_back(row[c] ? rendering::one_line(*row[c]) : std::string{null_mark});
            table.widths[c] = std::max(table.widths[c], display_width(shown.back()));
        }
    }
    return table;
}

void append_padded(std::string& out, const std::string& text, int width, bool right) {
    const std::string blanks(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
    out += right ? blanks + text : text + blanks;
}

std::string line_of(const Table& table, const std::vector<std::string>& values) {
    std::string line;
    for (std::size_t c = 0; c < values.size(); ++c) {
        if (c) line += "  ";
        append_padded(line, values[c], table.widths[c], table.is_number[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

std::string side_by_side(const Table& table) {
    std::string out = line_of(table, table.names);
    std::vector<std::string> rules;
    for (const int width : table.widths) rules.emplace_back(static_cast<std::size_t>(width), '-');
    out += line_of(table, rules);
    for (const auto& row : table.rows) out += line_of(table, row);
    return out;
}

std::string blocks(const Table& table, int width) {
    int widest = 0;
    for (const auto& name : table.names) widest = std::max(widest, display_width(name));
    std::string out;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        if (r) out += "\n";
        for (std::size_t c = 0; c < table.names.size(); ++c) {
            bool first = true;
            for (const auto& part : rendering::wrapped(table.rows[r][c], std::max(20, width - widest - 2))) {
                append_padded(out, first ? table.names[c] : "", widest, false);
                out += "  " + part + "\n";
                first = false;
            }
        }
    }
    return out;
}

}  // namespace

std::string answer_text(const postgres::LiveAnswer& answer, int width) {
    const auto table = table_of(answer);
    int total = -2;
    for (const int each : table.widths) total += each + 2;
    auto out = total <= width || table.rows.empty() || table.names.size() == 1 ? side_by_side(table) : blocks(table, width);
    out += fmt::format("\n{}{}, {}\n", rendering::counted(static_cast<long>(answer.rows.size()), "row"),
                       answer.cut.empty() ? "" : " (cut off: " + answer.cut + ")", shown_ms(answer.ms));
    return out;
}

}  // namespace assay::cli
