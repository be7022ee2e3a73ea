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

std::string row_of(std::string_view name, std::string_view type, std::string_view classes, std::string_view holds) {
    return fmt::format("| {} | {} | {} | {} |\n", name, type, classes, holds);
}

std::string table_columns(const MapTable& table) {
    std::string rows;
    for (const auto& column : table.columns) rows += row_of(column.name, column.type, std::string{column.fact_class}, column.description);
    return rows;
}

// What a column of a view shows: of a table's column what that holds.
std::string_view shown_by(const Map& map, const MapStatement& view, int column) {
    const auto [origin, name] = view.origin(column);
    for (const auto& table : map.tables())
        for (const auto& known : table.columns)
            if (table.name == origin && known.name == name) return known.description;
    return {};
}

std::string view_columns(const Map& map, const std::string& view) {
    const auto judged = map.judge("select * from main." + view);
    if (!judged) return {};
    const auto classes = judged->needs.letters();
    std::string rows;
    auto column = map.prepare("select cid, name, lower(type) from pragma_table_info(?, 'main')");
    column.bind(1, std::string_view{view});
    while (column.step())
        rows += row_of(column.text(1), column.text(2), classes, shown_by(map, judged->statement, static_cast<int>(column.integer(0))));
    return rows;
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

std::string map_reference(const Map& map) {
    Needs used;
    for (const auto& table : map.tables())
        for (const auto& column : table.columns) used.add(column.fact_class);
    std::string classes;
    for (const char letter : used.letters()) classes += fmt::format("{}{} {}", classes.empty() ? "" : ", ", letter, fact_class_name(letter));
    std::string text = fmt::format(
        "# The map\n\nThe tables and views that rules query, made from the definitions in `src/map` and `src/domain/*/map`. The class says "
        "which kind of source fills a column, of a view which kinds it reads: {}.\n", classes);
    for (const auto& table : map.tables()) {
        text += fmt::format("\n## {}{}\n\n{}\n", table.name, table.is_view ? " (view)" : "", table.description);
        const auto columns = table.is_view ? view_columns(map, table.name) : table_columns(table);
        if (!columns.empty()) text += "\n| column | type | class | holds |\n|---|---|---|---|\n" + columns;
    }
    return text;
}

}  // namespace assay
