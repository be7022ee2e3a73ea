#include "map/definitions.h"

#include <fmt/core.h>

#include "core/text.h"

namespace assay {

namespace {

constexpr std::string_view not_columns[]{"primary", "unique", "foreign", "check", "constraint"};

std::string_view first_word(std::string_view& line) {
    line = trimmed(line);
    const auto end = line.find_first_of(" \t(,");
    const auto word = line.substr(0, end);
    line.remove_prefix(end == line.npos ? line.size() : end);
    return word;
}

bool read_column(std::string_view line, const std::string& table, MapColumn& column) {
    const auto comment = line.find("-- ");
    std::string_view definition = line.substr(0, comment);
    const auto name = first_word(definition);
    if (name.empty() || name.front() == ')' || name.front() == '-') return false;
    for (const auto word : not_columns)
        if (name == word) return false;
    column = {.table = table, .name = std::string{name}, .type = std::string{first_word(definition)}};
    if (comment != line.npos) {
        std::string_view text = trimmed(line.substr(comment + 3));
        if (text.size() > 2 && text[1] == ':') {
            column.fact_class = text[0];
            text = trimmed(text.substr(2));
        }
        column.description = std::string{text};
    }
    return true;
}

}  // namespace

std::vector<MapTable> read_definitions(std::string_view sql) {
    std::vector<MapTable> tables;
    std::string comment;
    bool inside = false;
    for (const auto raw : lines_of(sql)) {
        std::string_view line = trimmed(raw);
        if (!inside && starts_with(line, "-- ")) {
            comment += (comment.empty() ? "" : " ") + std::string{line.substr(3)};
            continue;
        }
        const bool is_table = starts_with(line, "create table ");
        if (is_table || starts_with(line, "create view ")) {
            line.remove_prefix(is_table ? 13 : 12);
            tables.push_back({std::string{first_word(line)}, comment, !is_table, {}});
            inside = is_table;
        } else if (inside && starts_with(line, ")")) {
            inside = false;
        } else if (MapColumn column; inside && read_column(line, tables.back().name, column)) {
            tables.back().columns.push_back(std::move(column));
        }
        comment.clear();
    }
    return tables;
}

std::string map_reference(const std::vector<MapTable>& tables) {
    std::string text =
        "# The map\n\nThe tables that rules query, made from the definitions in `src/map` and "
        "`src/domain/*/map`. The class says which kind of source fills a column: S schema, D rows, "
        "T statistics, L live server.\n";
    for (const auto& table : tables) {
        text += fmt::format("\n## {}{}\n\n{}\n", table.name, table.is_view ? " (view)" : "",
                            table.description);
        if (table.columns.empty()) continue;
        text += "\n| column | type | class | holds |\n|---|---|---|---|\n";
        for (const auto& column : table.columns)
            text += fmt::format("| {} | {} | {} | {} |\n", column.name, column.type, column.fact_class,
                                column.description);
    }
    return text;
}

}  // namespace assay
