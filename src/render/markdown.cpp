// Markdown: a comment on a pull request. Short above, details folded, nothing that pings a person.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "render/plain.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

// GitHub refuses a comment of more than 65,536 characters; the rest of the report needs some of them.
constexpr std::size_t findings_bytes = 56'000;

// Text in a paragraph or a cell: no markup, no HTML, no mention of a person. The empty comment after the
// '@' keeps GitHub's and GitLab's filters from seeing a name.
std::string inline_text(std::string_view content) {
    static constexpr std::string_view special = "\\`*_{}[]()#+!|~$";
    const std::string plain = prose(content);
    std::string escaped;
    // A paragraph that begins "- " or "1. " would be a list, one of "=" or "-" a heading of what is above.
    const std::size_t digits = std::min(plain.find_first_not_of("0123456789"), plain.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char c = plain[i];
        if (i == digits && (c == '.' || c == '-' || c == '=')) escaped += '\\';
        if (c == '<')
            escaped += "&lt;";
        else if (c == '>')
            escaped += "&gt;";
        else if (c == '&')
            escaped += "&amp;";
        else if (c == '@')
            escaped += "@<!-- -->";
        else if (special.find(c) != special.npos)
            escaped += {'\\', c};
        else
            escaped += c;
    }
    return escaped;
}

// A code span: its fence is one backtick longer than any run inside.
std::string code(std::string_view content) {
    const std::string plain = one_line(content);
    std::size_t longest = 0, run = 0;
    for (char c : plain) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    if (longest == 0) return "`" + plain + "`";
    const std::string fence(longest + 1, '`');
    return fence + " " + plain + " " + fence;
}

// A pipe ends a cell of a table even inside a code span, so it is escaped there.
std::string code_cell(std::string_view content) {
    const std::string plain = block(content);
    std::string cell;
    for (const auto line : lines_of(plain)) {
        if (!cell.empty()) cell += "<br>";
        const auto indent = std::min(line.find_first_not_of(' '), line.size());
        for (std::size_t i = 0; i < indent; ++i) cell += "&nbsp;";
        if (indent < line.size()) cell += replaced(code(line.substr(indent)), "|", "\\|");
    }
    return cell;
}

std::string code_block(std::string_view language, std::string_view content) {
    const std::string plain = block(content);
    std::string fence = "```";
    while (plain.find(fence) != plain.npos) fence += '`';
    return fmt::format("{}{}\n{}\n{}\n", fence, language, plain, fence);
}

std::string_view mark_of(Severity severity) {
    return severity == Severity::error ? "🔴" : severity == Severity::warning ? "🟠" : "🔵";
}

std::string experiment(std::string_view word, const ShownProof& proof) {
    std::string out = fmt::format("**{}:** {}\n\n", word, inline_text(proof.method));
    if (!proof.before.empty() && !proof.after.empty())
        out += fmt::format("| before | after |\n|---|---|\n| {} | {} |\n\n", code_cell(proof.before),
                           code_cell(proof.after));
    else if (!proof.before.empty() || !proof.after.empty())
        out += code_block("", proof.before.empty() ? proof.after : proof.before) + "\n";
    return out;
}

std::string proof_of(const ShownFinding& finding) {
    switch (finding.proof_state) {
        case ProofState::no_prover:
            return {};
        case ProofState::untried_budget:
            return "Not proven: the time for experiments ran out.\n\n";
        case ProofState::untried_needs:
            return "Not proven: trying it needs " + inline_text(finding.untried) + ".\n\n";
        case ProofState::proven:
            return finding.proof ? experiment("Proven", *finding.proof) : std::string{"**Proven.**\n\n"};
        case ProofState::refuted:
            return finding.proof ? experiment("Refuted", *finding.proof) : std::string{"**Refuted.**\n\n"};
    }
    return {};
}

std::string fix_of(const ShownFinding& finding) {
    if (!finding.fix) return {};
    const ShownFix& fix = *finding.fix;
    std::string out = fmt::format("<details><summary>Fix ({})</summary>\n\n", safety_text(fix));
    if (!fix.title.empty()) out += inline_text(fix.title) + "\n\n";
    if (!fix.statement.empty()) out += code_block("sql", fix.statement) + "\n";
    if (fix.proof) out += experiment("Tried", *fix.proof);
    if (fix.safety == Safety::safe || fix.safety == Safety::unsafe)
        out += code_block("sh", "assay fix " + finding.key) + "\n";
    return out + "</details>\n\n";
}

std::string finding_text(const View& view, const ShownFinding& finding) {
    const ShownRule& rule = view.rule_of(finding);
    std::string out =
        fmt::format("#### {} {} · {}\n\n", mark_of(finding.severity), code(finding.object), rule.short_name);
    out += inline_text(finding.message);
    if (const auto place = place_of(finding); !place.empty()) out += " (" + code(place) + ")";
    if (finding.count > 1) out += fmt::format("\n\nand {} more", finding.count - 1);
    for (const auto& object : finding.also)
        out += (&object == finding.also.data() ? ": " : ", ") + code(object);
    if (!finding.suppressed.empty()) out += "\n\nSuppressed: " + inline_text(finding.suppressed);
    out += "\n\n" + proof_of(finding) + fix_of(finding);
    return out + "<sub>" + code(finding.key) + "</sub>\n\n";
}

std::string note_text(const View& view, const ShownFinding& finding) {
    std::string out = fmt::format("- {} {}: {}", view.rule_of(finding).short_name, code(finding.object),
                                  inline_text(finding.message));
    if (const auto place = place_of(finding); !place.empty()) out += " (" + code(place) + ")";
    if (finding.count > 1) out += fmt::format(", and {} more", finding.count - 1);
    return out + "\n";
}

std::string read_text(const View& view) {
    if (view.read.empty()) return {};
    std::string out = "Read ";
    for (const auto& [source, what] : view.read) {
        if (&source != &view.read.front().source) out += ", ";
        out += code(source);
        if (!what.empty()) out += " (" + inline_text(what) + ")";
    }
    return out + ".\n\n";
}

// What stands above findings_bytes is counted instead; they come ranked, so the least is left out.
std::string findings_text(const View& view) {
    std::string out, notes;
    int left_out = 0;
    for (const ShownFinding& finding : view.findings) {
        const bool note = finding.severity == Severity::note;
        std::string one = note ? note_text(view, finding) : finding_text(view, finding);
        if (out.size() + notes.size() + one.size() > findings_bytes)
            ++left_out;
        else
            (note ? notes : out) += one;
    }
    if (!notes.empty())
        out += fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n\n",
                           counted(view.counts.notes, "note"), notes);
    if (left_out > 0)
        out += fmt::format("{} left out, as a comment holds no more.\n\n",
                           counted(left_out, "finding is", "findings are"));
    return out;
}

std::string rest_text(const View& view) {
    std::string out;
    for (const Missing& missing : view.missing) {
        out += fmt::format("- {} {}",
                           counted(static_cast<long>(missing.rules.size()), "rule needs", "rules need"),
                           inline_text(missing.needs));
        if (!missing.command.empty()) out += ": " + code(missing.command);
        out += '\n';
    }
    for (const auto& [source, reason] : view.unread)
        out += fmt::format("- {} was not read: {}\n", code(source), inline_text(reason));
    if (const auto hidden = hidden_text(view.counts); !hidden.empty() && !view.show_all)
        out += "- " + inline_text(hidden) + "\n";
    return out.empty() ? out : "**Not in this report**\n\n" + out + "\n";
}

}  // namespace

// The comment in the first line lets a bot find its earlier comment and replace it.
std::string markdown(const View& view) {
    const Counts& counts = view.counts;
    std::string out = fmt::format("<!-- assay -->\n### Assay: {}\n\n", counts_text(counts));
    out += read_text(view) + findings_text(view) + rest_text(view);
    std::vector<std::string> parts;
    if (counts.all() > 0) parts.push_back(fmt::format("{} proven", counts.proven));
    if (counts.fixes > 0) parts.push_back(tried_text(counts));
    parts.push_back(duration_text(view.seconds));
    return out + "<sub>" + joined(parts, " · ") + "</sub>\n";
}

}  // namespace assay::rendering
