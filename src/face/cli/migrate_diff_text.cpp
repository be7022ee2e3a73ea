// `assay migrate diff` as text for a terminal and as a script.
#include <fmt/core.h>

#include <map>

#include "core/text.h"
#include "face/cli/migrate_diff.h"
#include "render/plain.h"

namespace assay::cli {

namespace {

using migration::diff::DiffStatement;

void comment(std::string& out, std::string_view text, int columns) {
    for (const auto& line : rendering::wrapped(rendering::prose(text), columns - 3)) out += "-- " + line + "\n";
}

void add_statement(std::string& out, const DiffStatement& statement, int columns) {
    for (const auto& hazard : statement.hazards) comment(out, fmt::format("{}: {}", hazard.type, hazard.message), columns);
    out += rendering::block(statement.text) + ";\n";
}

std::string hazards_counted(const MigrateDiff& made) {
    std::map<std::string_view, int> counts;
    for (const auto& statement : made.diff.statements)
        for (const auto& hazard : statement.hazards) ++counts[hazard.type];
    std::string text;
    for (const auto& [type, count] : counts) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", type, count);
    return text;
}

std::string headline(const MigrateDiff& made) {
    if (made.diff.statements.empty())
        return made.diff.notes.empty() ? fmt::format("{} and {} are equal", made.a, made.b) : fmt::format("{} and {} differ in what no statement changes", made.a, made.b);
    return fmt::format("{} {} {} of {}, {}", rendering::counted(static_cast<long>(made.diff.statements.size()), "statement"),
                       made.diff.statements.size() == 1 ? "makes" : "make", made.b, made.a,
                       made.proven ? "proven: applied in the lab (" + made.server + ") nothing was left that differs" : "not proven");
}

void add_head(std::string& out, const MigrateDiff& made, int columns) {
    comment(out, headline(made), columns);
    if (!made.doubt.empty()) comment(out, made.doubt, columns);
    if (const auto hazards = hazards_counted(made); !hazards.empty()) comment(out, "hazards: " + hazards, columns);
    for (const auto& note : made.diff.notes) comment(out, "note: " + note, columns);
    for (const auto& note : made.notes) comment(out, "note: " + note, columns);
    for (const auto& guess : made.diff.renames) {
        comment(out, fmt::format("{} {} may be {} under a new name ({}). Say so, or what it holds is dropped:", guess.kind, guess.before, guess.after, guess.evidence), columns);
        out += fmt::format("--   --rename {}={}\n", rendering::one_line(guess.before), rendering::one_line(guess.after));
    }
}

}  // namespace

std::string diff_text(const MigrateDiff& made, int columns) {
    std::string out;
    add_head(out, made, columns);
    for (const auto& statement : made.diff.statements) {
        out += "\n";
        add_statement(out, statement, columns);
    }
    return out;
}

// One transaction; what it needs committed comes before.
std::string diff_sql(const MigrateDiff& made) {
    constexpr int columns = 100;
    std::string out, in_transaction;
    add_head(out, made, columns);
    for (const auto& statement : made.diff.statements) {
        auto& where = statement.committed ? out : in_transaction;
        where += "\n";
        add_statement(where, statement, columns);
    }
    if (!in_transaction.empty()) out += "\nBEGIN;\n" + in_transaction + "\nCOMMIT;\n";
    return out;
}

}  // namespace assay::cli
