// Cutting scripts, psql's commands and variables, and templates: any bytes.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "sql/psql.h"
#include "sql/script.h"
#include "sql/templates.h"

using namespace assay::sql;

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

// Pieces follow one another, and nothing but blanks and comments lies between them.
void check_pieces(std::string_view text, const std::vector<Piece>& pieces) {
    std::size_t last = 0;
    for (const Piece& piece : pieces) {
        must(piece.offset + piece.text.size() <= text.size());
        must(piece.text.data() == text.data() + piece.offset);
        must(piece.offset >= last);
        must(piece.before.data() + piece.before.size() == piece.text.data());
        must(piece.line >= 1 && piece.column >= 1);
        must((piece.kind == PieceKind::broken) == !piece.problem.empty());
        last = piece.offset + piece.text.size();
    }
}

void check_templates(std::string_view text) {
    const Replaced rendered = render_templates(text);
    for (std::size_t i = 0; i < rendered.text.size(); ++i) must(rendered.original_offset(i) <= text.size());
    std::size_t lines = 0;
    std::size_t new_lines = 0;
    for (const char c : text) lines += c == '\n';
    for (const char c : rendered.text) new_lines += c == '\n';
    must(lines == new_lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    check_templates(text);
    const auto pieces = split(text, "fuzz.sql");
    if (!pieces) return 0;
    check_pieces(text, *pieces);
    PsqlState state;
    std::vector<std::string> unknown;
    for (const Piece& piece : *pieces) {
        if (piece.kind == PieceKind::meta) interpret(piece, state);
        if (piece.kind == PieceKind::statement) interpolate(piece.text, state, unknown);
    }
    return 0;
}
