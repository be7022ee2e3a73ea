#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "render/plain.h"
#include "render/steps.h"

namespace assay::rendering {

namespace {

using migration::Plan;
using migration::Runs;
using migration::Step;

constexpr std::size_t most_lines = 8;  // of a statement; --verbose shows all

class StepsText {
public:
    explicit StepsText(const RenderOptions& options) : options_{options}, width_{std::max(options.width, 40)} {}

    std::string whole(const Plan& plan) {
        const auto deploys = std::count_if(plan.steps.begin(), plan.steps.end(), [](const Step& step) { return !step.deploy.empty(); });
        paragraph(0, fmt::format("{}, {}; a step waits at most {} ms for a lock, lets others pass, and asks again",
                                 counted(static_cast<long>(plan.steps.size()), "step"), counted(deploys, "deploy"), plan.lock_timeout_ms));
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            if (i == 0 || plan.steps[i].of != plan.steps[i - 1].of) heading(plan, plan.steps[i].of);
            add(i + 1, plan.steps[i]);
        }
        out_ += "\n";
        end(plan);
        for (const auto& note : plan.notes) paragraph(0, "note: " + note);
        return out_;
    }

private:
    void line(int indentation, std::string_view text) {
        out_ += std::string(static_cast<std::size_t>(indentation), ' ') + truncated(text, width_ - indentation, options_.ascii ? "..." : "…") + "\n";
    }
    void paragraph(int indentation, std::string_view text, int hang = 2) {
        bool first = true;
        for (const auto& part : wrapped(prose(text), width_ - indentation - hang)) {
            out_ += std::string(static_cast<std::size_t>(indentation + (first ? 0 : hang)), ' ') + part + "\n";
            first = false;
        }
    }
    void labelled(std::string_view label, std::string_view text) { paragraph(5, fmt::format("{} {}", label, text), static_cast<int>(label.size()) + 1); }

    void heading(const Plan& plan, std::size_t number) {
        if (number >= plan.statements.size()) return;
        const auto& statement = plan.statements[number];
        out_ += "\n";
        const auto place = statement.place.file.empty() ? std::string{} : fmt::format("{}:{}: ", one_line(statement.place.file), statement.place.line);
        paragraph(0, place + statement.text);
    }

    void add(std::size_t number, const Step& step) {
        if (!step.deploy.empty()) paragraph(2, fmt::format("{} deploy: {}", options_.ascii ? "==" : "══", step.deploy), 5);
        paragraph(0, fmt::format("{}. {}", number, step.title), 5);
        code(step.statement);
        how(step);
        back(step);
        proof(step);
    }

    void code(std::string_view text) {
        const std::string shown = block(text);
        const auto lines = lines_of(shown);
        const auto most = options_.verbose || lines.size() <= most_lines + 1 ? lines.size() : most_lines;
        for (std::size_t i = 0; i < most; ++i)
            for (const auto& part : broken(lines[i])) out_ += "     " + part + "\n";
        if (most < lines.size()) line(5, fmt::format("{} {} more lines", options_.ascii ? "..." : "…", lines.size() - most));
    }

    // Statements are copied: they are broken at blanks, never cut.
    std::vector<std::string> broken(std::string_view text) const {
        const auto indentation = text.find_first_not_of(' ');
        if (indentation == text.npos || display_width(text) <= width_ - 5) return {std::string{text}};
        const std::string margin(indentation, ' ');
        std::vector<std::string> parts;
        for (const auto& part : wrapped(text.substr(indentation), width_ - 9 - static_cast<int>(indentation)))
            parts.push_back(margin + (parts.empty() ? "" : "    ") + part);
        return parts;
    }

    void how(const Step& step) {
        if (step.runs == Runs::alone) labelled("runs", "outside a transaction");
        if (step.runs == Runs::in_batches) labelled("runs", "outside a transaction; each batch commits, and a new start goes on where it was");
    }

    void back(const Step& step) {
        if (step.rollback.empty()) return labelled("back", step.loses.empty() ? "nothing to undo" : step.loses);
        const auto lines = static_cast<long>(lines_of(step.rollback).size());
        const auto statement = lines == 1 ? step.rollback : fmt::format("{} of SQL", counted(lines, "line"));
        labelled("back", step.loses.empty() ? statement : fmt::format("{} Loses {}.", statement + (lines == 1 ? "" : "."), step.loses));
    }

    void proof(const Step& step) {
        if (!step.proof) return labelled("proof", "not tried");
        const auto& proof = *step.proof;
        if (!proof.problem.empty()) return labelled("proof", "NOT PROVEN: " + proof.problem);
        auto text = fmt::format("{} beside it, the slowest {:.0f} ms", counted(proof.statements, "statement"), proof.worst_wait_ms);
        if (proof.tries > 1) text += fmt::format("; {} tries", proof.tries);
        if (!proof.rollback_problem.empty()) text += "; NOT PROVEN: " + proof.rollback_problem;
        else if (proof.rolled_back) text += "; the way back returns";
        labelled("proof", text);
    }

    void end(const Plan& plan) {
        if (!plan.proof) return;
        const auto& proof = *plan.proof;
        if (!proof.problem.empty()) return paragraph(0, "end: not compared, " + proof.problem);
        if (proof.equal())
            paragraph(0, fmt::format("end: the schema is what the migration makes, and so are {} in {}", counted(proof.compared_rows, "row"),
                                     counted(proof.tables, "table")));
        for (const auto& each : proof.differences) paragraph(0, "end: DIFFERS " + each);
        for (const auto& each : proof.rows) paragraph(0, "end: ROWS DIFFER in " + each);
        for (const auto& each : proof.order) paragraph(0, "end: columns stand in another order, " + each);
        if (!plan.volatile_columns.empty())
            paragraph(0, fmt::format("end: {} has other values in each run, and was not compared", joined(plan.volatile_columns, ", ")));
    }

    const RenderOptions& options_;
    int width_;
    std::string out_;
};

}  // namespace

std::string steps_text(const migration::Plan& plan, const RenderOptions& options) { return StepsText{options}.whole(plan); }

}  // namespace assay::rendering
