// What `assay query rewrite` says on a terminal.
#include <fmt/core.h>

#include <algorithm>

#include "core/shown.h"
#include "core/text.h"
#include "face/cli/query_rewrite.h"
#include "render/plain.h"
#include "render/sql_layout.h"

namespace assay::cli {

using query::Equivalence;
using query::RewriteState;

namespace {

std::string indented(const std::vector<std::string>& lines, std::size_t indent) {
    std::string text;
    for (const auto& line : lines) text += std::string(indent, ' ') + line + "\n";
    return text;
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    return indented(rendering::wrapped(rendering::prose(text), static_cast<int>(width - indent)), indent);
}

std::string statement_lines(std::string_view text, std::size_t width) {
    return indented(rendering::sql_lines(rendering::block(text), static_cast<int>(width - 4)), 4);
}

std::string shown_row(const std::vector<std::optional<std::string>>& row) {
    std::string text;
    for (const auto& value : row) {
        if (!text.empty()) text += ", ";
        text += value ? "'" + *value + "'" : "null";
    }
    return "(" + text + ")";
}

std::string shown_counterexample(const query::Counterexample& example, std::size_t width) {
    std::string text = fmt::format("    with (time zone {}):\n", example.time_zone);
    for (const auto& table : example.tables) {
        text += wrapped(fmt::format("{}({}){}", table.name, joined(table.columns, ", "), table.rows.empty() ? " has no rows" : ""), width, 6);
        for (const auto& row : table.rows) text += wrapped(shown_row(row), width, 8);
    }
    if (!example.parameters.empty()) text += wrapped("parameters " + shown_row(example.parameters), width, 6);
    const auto answer = [](const std::string& rows) { return rows.empty() ? std::string{"nothing"} : rows; };
    text += wrapped("the original answers " + answer(example.original), width, 4);
    text += wrapped("the rewritten answers " + answer(example.rewritten), width, 4);
    return text;
}

std::string shown_costs(const query::RewriteCost& cost) {
    auto text = fmt::format("cost {} -> {}", shown_cost(cost.before), shown_cost(cost.after));
    if (cost.ms_before && cost.ms_after) text += fmt::format(", {}{:.2f} ms -> {:.2f} ms", cost.cut_off ? "over " : "", *cost.ms_before, *cost.ms_after);
    if (cost.generic_before && cost.generic_after) text += fmt::format(", as a generic plan {} -> {}", shown_cost(*cost.generic_before), shown_cost(*cost.generic_after));
    return fmt::format("{} ({})", text, cost.basis);
}

std::string shown_rewrite(const query::TriedRewrite& tried, std::size_t width) {
    std::string text = wrapped(fmt::format("{} ({})", tried.title, tried.rule), width, 2);
    text += statement_lines(tried.text, width);
    const auto& found = tried.equivalence;
    if (found.proof) {
        text += wrapped("proven: " + found.proof->after(), width, 4);
        if (!tried.rests_on.empty()) text += wrapped("rests on: " + joined(tried.rests_on, "; "), width, 4);
    } else {
        text += wrapped((tried.state == RewriteState::refuted ? "refused: " : "not proven: ") + found.reason, width, 4);
    }
    if (tried.cost) text += wrapped(shown_costs(*tried.cost), width, 4);
    if (tried.state == RewriteState::not_cheaper) text += wrapped("not recommended: it costs no less", width, 4);
    if (found.counterexample) text += shown_counterexample(*found.counterexample, width);
    for (const auto& note : found.notes) text += wrapped("note: " + note, width, 4);
    return text + "\n";
}

std::string shown_statement(const RewriteReport& report, const query::RewriteAdvice& advice, std::size_t width) {
    std::string text = fmt::format("{}:{}:{}\n", advice.place.file, advice.place.line, advice.place.column);
    text += statement_lines(advice.original, width) + "\n";
    if (!advice.unread.empty()) return text + wrapped("not tried: " + advice.unread, width, 2) + "\n";
    std::size_t shown = 0, refused = 0, dear = 0;
    for (const auto& tried : advice.rewrites) {
        refused += tried.state == RewriteState::refuted || tried.state == RewriteState::undetermined;
        dear += tried.state == RewriteState::not_cheaper;
        if (!report.all && tried.state != RewriteState::recommended) continue;
        text += shown_rewrite(tried, width);
        ++shown;
    }
    if (shown == 0) text += "  No rewrite that answers the same costs less.\n";
    if (!report.all && refused + dear > 0)
        text += wrapped(fmt::format("{} more tried: {} not proven equal, {} no cheaper; --all shows them", refused + dear, refused, dear), width, 2);
    for (const auto& note : advice.notes) text += wrapped("note: " + note, width, 2);
    return text + "\n";
}

// Of many statements, those that nothing can be said of are counted.
bool is_worth_showing(const RewriteReport& report, const query::RewriteAdvice& advice) {
    return report.all || report.statements.size() == 1 || !advice.unread.empty() ||
           std::any_of(advice.rewrites.begin(), advice.rewrites.end(), [](const auto& tried) { return tried.state == RewriteState::recommended; });
}

std::string shown_statements(const RewriteReport& report, std::size_t width) {
    std::string text;
    std::size_t others = 0;
    for (const auto& statement : report.statements)
        if (is_worth_showing(report, statement))
            text += shown_statement(report, statement, width);
        else
            ++others;
    if (others > 0)
        text += wrapped(fmt::format("{} for which no rewrite that answers the same costs less; --all shows {}", rendering::counted(static_cast<long>(others), "statement"),
                                    others == 1 ? "it" : "them"), width, 0);
    return text;
}

std::string shown_check(const CheckedPair& check, std::size_t width) {
    const auto& found = check.equivalence;
    std::string text = fmt::format("{}:{}:{}\n", check.place.file, check.place.line, check.place.column);
    text += statement_lines(check.original, width) + "  rewritten as\n" + statement_lines(check.rewritten, width);
    const bool equal = found.verdict == Equivalence::Verdict::equal;
    text += wrapped(equal ? "equal: " + found.proof->after() : found.verdict == Equivalence::Verdict::differs ? "different: " + found.reason : "not proven: " + found.reason, width, 2);
    if (found.counterexample) text += shown_counterexample(*found.counterexample, width);
    for (const auto& note : found.notes) text += wrapped("note: " + note, width, 2);
    return text + "\n";
}

}  // namespace

std::string rewrite_text(const RewriteReport& report, int columns) {
    const auto width = static_cast<std::size_t>(std::clamp(columns, 60, 120));
    std::string text = shown_statements(report, width);
    for (const auto& check : report.checks) text += shown_check(check, width);
    for (const auto& note : report.notes) text += wrapped("note: " + note, width, 0);
    return text;
}

}  // namespace assay::cli
