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

void heed_vouchers(const std::vector<sql::Vouched>& vouched, const File& file, Statement& statement) {
    for (const auto& [begin, end, by] : vouched) {
        const auto at = file.original(statement.offset);
        if (at < begin || at >= end) continue;
        statement.ignored.insert("*");
        statement.ignored_by = by;
    }
}

}  // namespace

void read_file_text(sql::MigrationText text, File& file) {
    file.text = std::move(text.original);
    file.source = std::move(text.sql);
    file.rendered = sql::render_templates(std::exchange(file.source.text, {}));
    file.steps = std::move(text.steps);
    file.in_transaction = text.in_transaction;
    for (const auto& [offset, reason] : text.unread) {
        const auto place = sql::locate(file.text, offset, {file.path, 1, 1});
        file.unread.push_back({file.path, fmt::format("line {}, column {}: {}", place.line, place.column, reason)});
    }
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
        statement.place = file.source.replacements.empty() ? Location{file.path, piece.line, piece.column} : file.at(piece.offset);
        heed_comments(piece, file, statement);
        heed_vouchers(text.vouched, file, statement);
    }
    const auto parsed = sql::with_parser_thread([&](const sql::Parser& parser) {
        for (auto& statement : file.statements) parse(parser, file, statement);
    });
    if (!parsed) file.unread.push_back({file.path, parsed.error().text()});
}

}  // namespace assay::migration
