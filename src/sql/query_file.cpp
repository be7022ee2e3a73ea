#include "sql/query_file.h"

#include <algorithm>
#include <string>

#include "core/text.h"
#include "sql/script.h"
#include "world/files.h"

namespace assay::sql {

namespace {

bool is_query(std::string_view statement) {
    std::string word;
    for (const char c : statement.substr(0, statement.find_first_of(" \t\r\n(*")))
        word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (const std::string_view verb : {"select", "with", "insert", "update", "delete", "merge", "values", ""})
        if (word == verb) return true;  // "": a query in parentheses
    return false;
}

bool is_named_so(const std::filesystem::path& path) { return path.stem() == "queries" || path.stem() == "query"; }

}  // namespace

bool is_query_file(const std::filesystem::path& file) {
    const auto folder = file.parent_path();
    if (!is_named_so(file) && !is_named_so(folder) && !is_named_so(folder.parent_path())) return false;
    const auto text = FileBytes::open(file);
    return text && holds_queries_only(text->bytes());
}

bool holds_queries_only(std::string_view text) {
    const auto pieces = split(text, {});
    if (!pieces || pieces->empty()) return false;
    return std::all_of(pieces->begin(), pieces->end(),
                       [](const Piece& piece) { return piece.kind == PieceKind::statement && is_query(piece.text); });
}

}  // namespace assay::sql
