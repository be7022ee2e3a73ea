// One migration's text: what is applied of it, cut as psql cuts it, parsed by PostgreSQL's grammar.
#include <fmt/core.h>

#include "core/text.h"
#include "domain/migration/read/marks.h"
#include "domain/migration/read/read.h"
#include "sql/parser.h"
#include "sql/script.h"
#include "sql/templates.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

// What is not applied becomes blanks, so that offsets and lines stay what they are.
std::string applied_part(const std::string& text, const sql::MigrationFile& part) {
    std::string applied = text.substr(0, part.end);
    for (std::size_t i = 0; i < std::min(part.begin, applied.size()); ++i)
        if (applied[i] != '\n') applied[i] = ' ';
    return applied;
}

void heed_comments(const sql::Piece& piece, File& file, Statement& statement) {
    if (piece.before.find("--") == piece.before.npos && piece.before.find("/*") == piece.before.npos) return;
    for (const auto& ignored : ignores_in(piece.before)) {
        auto& rules = ignored.whole_file ? file.ignored : statement.ignored;
        rules.insert(ignored.rules.begin(), ignored.rules.end());
        (ignored.whole_file ? file.ignored_by : statement.ignored_by) = ignored.mark;
    }
}

// What only newer servers know is read as what 15 knows, where that keeps its sense here.
std::unique_ptr<sql::Tree> tree_of_newer(const sql::Parser& parser, std::string_view text) {
    const auto rewritten = sql::rewrite_for_15(text);
    if (rewritten.notes.empty() || trimmed(rewritten.text).empty()) return nullptr;
    auto tree = sql::Tree::parse(parser, rewritten.text);
    return tree ? std::make_unique<sql::Tree>(std::move(*tree)) : nullptr;
}

void parse(const sql::Parser& parser, File& file, Statement& statement) {
    if (statement.text.size() > limits::statement_bytes) {
        statement.error = sql::SyntaxError{fmt::format("longer than {} bytes", limits::statement_bytes), 0};
        return;
    }
    auto tree = sql::Tree::parse(parser, statement.text);
    const bool is_new = !tree;
    if (tree) statement.tree = std::make_unique<sql::Tree>(std::move(*tree));
    else statement.tree = tree_of_newer(parser, statement.text);
    if (!statement.tree) {
        statement.error = tree.error();
        const auto place = file.at(statement.offset + statement.error->offset);
        file.unread.push_back({file.path, fmt::format("line {}, column {}: {}", place.line, place.column, statement.error->message)});
        return;
    }
    statement.changes = changes_in(statement.root());
    if (is_new) {
        // A generated column that is not stored was read as one that is.
        std::erase_if(statement.changes, [](const Change& change) {
            bool generated = false;
            for (const sql::Node each : change.node["constraints"]) generated |= each.as("Constraint")["contype"].text() == "CONSTR_GENERATED";
            return generated;
        });
        for (auto& change : statement.changes) change.offset = 0;  // offsets are those of the other text
    }
    if (statement.root().tag() == "DoStmt") read_block(parser, statement);
}

}  // namespace

void read_file_text(std::string text, const sql::MigrationFile& part, File& file) {
    file.text = std::move(text);
    file.rendered = sql::render_templates(applied_part(file.text, part));
    auto pieces = sql::split(file.rendered.text, file.path);
    if (!pieces) {
        file.unread.push_back({file.path, pieces.error().text()});
        return;
    }
    for (const auto& piece : *pieces) {
        if (piece.kind == sql::PieceKind::broken) file.unread.push_back({file.path, fmt::format("line {}: {}", piece.line, piece.problem)});
        if (piece.kind != sql::PieceKind::statement) continue;
        auto& statement = file.statements.emplace_back();
        statement.text = piece.text;
        statement.offset = piece.offset;
        statement.place = {file.path, piece.line, piece.column};
        heed_comments(piece, file, statement);
    }
    const auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (auto& statement : file.statements) parse(parser, file, statement);
    });
    if (!parsed) file.unread.push_back({file.path, parsed.error().text()});
}

}  // namespace assay::migration
