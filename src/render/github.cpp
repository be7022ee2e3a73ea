// GitHub: workflow commands that make annotations in a pull request, then one line of summary.
#include <fmt/core.h>

#include "core/text.h"
#include "render/plain.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

// As actions/toolkit encodes data and properties of a command; a raw line break would end it, and what
// follows could be a command of its own.
std::string data_of(std::string_view content) {
    return replaced(replaced(replaced(std::string{content}, "%", "%25"), "\r", "%0D"), "\n", "%0A");
}
std::string property_of(std::string_view content) {
    return replaced(replaced(data_of(one_line(content)), ":", "%3A"), ",", "%2C");
}

std::string_view command_of(Severity severity) {
    return severity == Severity::note ? "notice" : name(severity);
}

std::string proof_line(std::string_view word, const ShownProof& proof) {
    std::string content = fmt::format("\n{}: {}", word, prose(proof.method));
    if (!proof.before.empty()) content += "\nbefore: " + block(proof.before);
    if (!proof.after.empty()) content += "\nafter: " + block(proof.after);
    return content;
}

std::string message_of(const ShownFinding& finding) {
    std::string content = prose(finding.message);
    if (finding.count > 1) content += fmt::format("\nand {} more", finding.count - 1);
    for (const auto& object : finding.also)
        content += (&object == finding.also.data() ? ": " : ", ") + one_line(object);
    if (finding.proof_state == ProofState::proven && finding.proof)
        content += proof_line("proven", *finding.proof);
    if (finding.fix && !finding.fix->statement.empty())
        content += fmt::format("\nfix ({}):\n{}", safety_text(*finding.fix), block(finding.fix->statement));
    content += "\n" + one_line(finding.key);
    return content;
}

std::string properties_of(const ShownFinding& finding, const ShownRule& rule) {
    std::string properties;
    if (finding.location) {
        properties += "file=" + property_of(finding.location->file) + ",";
        if (finding.location->line > 0) properties += fmt::format("line={},", finding.location->line);
        if (finding.location->line > 0 && finding.location->column > 0)
            properties += fmt::format("col={},", finding.location->column);
    }
    return properties + "title=" + property_of(finding.object + " (" + rule.short_name + ")");
}

}  // namespace

std::string github(const View& view) {
    std::string out;
    for (const ShownFinding& finding : view.findings) {
        if (!finding.counts()) continue;  // an annotation can't say that something is no finding
        out += fmt::format("::{} {}::{}\n", command_of(finding.severity),
                           properties_of(finding, view.rule_of(finding)), data_of(message_of(finding)));
    }
    for (const auto& [source, reason] : view.unread)
        out += fmt::format("::warning title={}::{}\n", property_of("not read: " + source),
                           data_of(prose(reason)));
    out += "assay: " + counts_text(view.counts);
    if (view.counts.proven > 0) out += fmt::format(", {} proven", view.counts.proven);
    std::size_t not_run = 0;
    for (const Missing& missing : view.missing) not_run += missing.rules.size();
    if (not_run > 0) out += ", " + counted(static_cast<long>(not_run), "rule") + " not run";
    out += fmt::format(" in {}\n", duration_text(view.seconds));
    return out;
}

}  // namespace assay::rendering
