#include "render/view.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/rule.h"
#include "core/text.h"
#include "core/values.h"
#include "render/plain.h"

namespace assay::rendering {

namespace {

// Shows or masks what row_value marked; the marks themselves are never shown.
std::string without_value_marks(std::string_view text, bool show_values) {
    if (text.find(value_begins) == text.npos && text.find(value_ends) == text.npos) return std::string{text};
    std::string plain;
    plain.reserve(text.size());
    bool inside = false;
    for (char c : text) {
        if (c == value_begins && !inside) {
            inside = true;
            if (!show_values) plain += "***";
        } else if (c == value_ends) {
            inside = false;
        } else if (c != value_begins && (!inside || show_values)) {
            plain += c;
        }
    }
    return plain;
}

// Masks the password in every "scheme://user:password@host". A password may hold an '@' and a '/' that
// should have been escaped, so the last '@' before white space or a quote ends it.
std::string without_url_passwords(std::string text) {
    for (std::size_t at = 0; (at = text.find("://", at)) != std::string::npos;) {
        at += 3;
        const std::size_t end = std::min(text.find_first_of(" \t\r\n'\"<>`", at), text.size());
        const std::size_t sign = std::string_view{text}.substr(at, end - at).rfind('@');
        if (sign == std::string_view::npos) continue;
        const std::size_t colon = text.find(':', at);
        if (colon >= at + sign) continue;
        text.replace(colon + 1, at + sign - colon - 1, "***");
    }
    return text;
}

// Masks password=… in a keyword/value connection string or a URL's query.
std::string without_keyword_passwords(std::string text) {
    static constexpr std::string_view keyword = "password=";
    for (std::size_t at = 0; (at = text.find(keyword, at)) != std::string::npos;) {
        at += keyword.size();
        const bool quoted = at < text.size() && text[at] == '\'';
        const std::size_t end = quoted ? text.find('\'', at + 1) : text.find_first_of(" \t\n&'\"", at);
        text.replace(at, std::min(end, text.size()) - at + (quoted && end != std::string::npos), "***");
    }
    return text;
}

class Cleaner {
public:
    explicit Cleaner(const RenderOptions& options) : options_{options} {
        base_ = options.base;
        while (base_.ends_with('/')) base_.pop_back();
    }

    std::string text(std::string_view dirty) const {
        return without_url_passwords(valid_utf8(without_value_marks(dirty, options_.show_values)));
    }
    // For what names a source: connection strings stand here.
    std::string source(std::string_view dirty) const {
        return without_keyword_passwords(text(relative(dirty)));
    }
    // For what is to be written into a file: exact.
    std::string exact(std::string_view dirty) const { return valid_utf8(without_value_marks(dirty, true)); }

    std::string file(std::string_view path) const { return valid_utf8(relative(path)); }

    std::optional<Location> location(const std::optional<Location>& from) const {
        if (!from || from->file.empty()) return {};
        return Location{file(from->file), from->line, from->column};
    }
    std::optional<ShownProof> proof(const std::optional<Proof>& from) const {
        if (!from) return {};
        return ShownProof{text(from->method()), text(from->before()), text(from->after())};
    }
    std::optional<ShownFix> fix(const std::optional<Fix>& from) const {
        if (!from) return {};
        ShownFix shown{.title = text(from->title),
                       .statement = text(from->statement),
                       .edits = from->edits,
                       .safety = from->safety,
                       .proof = proof(from->proof)};
        for (Edit& edit : shown.edits) {
            edit.file = file(edit.file);
            edit.replacement = exact(edit.replacement);
        }
        return shown;
    }
    std::vector<Evidence> evidence(const std::vector<Evidence>& from) const {
        std::vector<Evidence> shown;
        for (const auto& [where, quote] : from) shown.push_back({source(where), text(quote)});
        return shown;
    }

private:
    std::string_view relative(std::string_view path) const {
        if (path.starts_with("./") && path.size() > 2) path.remove_prefix(2);
        if (!base_.empty() && path.size() > base_.size() + 1 && path.starts_with(base_) &&
            path[base_.size()] == '/')
            path.remove_prefix(base_.size() + 1);
        return path;
    }

    const RenderOptions& options_;
    std::string base_;
};

// The rules that a report names, in the order of their ids, with the index of each.
class RuleIndex {
public:
    RuleIndex(const Report& report, const Cleaner& clean, std::vector<ShownRule>& rules) {
        std::map<std::string_view, const Rule*> by_id;
        for (const Finding& finding : report.findings())
            by_id.emplace(finding.rule->facts.id.text, finding.rule);
        for (const NotRun& not_run : report.not_run())
            by_id.emplace(not_run.rule->facts.id.text, not_run.rule);
        for (const auto& [id, rule] : by_id) {
            index_.emplace(id, rules.size());
            rules.push_back({.id = clean.text(id),
                             .short_name = clean.text(rule->short_name()),
                             .title = clean.text(rule->facts.title),
                             .basis = clean.text(rule->facts.basis),
                             .page = clean.text(rule->page),
                             .effect = rule->facts.effect,
                             .severity = rule->facts.severity});
        }
    }
    std::size_t of(const Rule& rule) const { return index_.at(rule.facts.id.text); }

private:
    std::map<std::string_view, std::size_t> index_;
};

ShownFinding shown_finding(const Finding& from, const RuleIndex& rules, const Cleaner& clean) {
    ShownFinding shown{.rule = rules.of(*from.rule),
                       .severity = from.severity,
                       .object = clean.text(from.object),
                       .message = clean.text(from.message),
                       .key = clean.text(from.key),
                       .location = clean.location(from.location),
                       .evidence = clean.evidence(from.evidence),
                       .count = from.count,
                       .also = {},
                       .proof_state = from.proof_state,
                       .proof_text = clean.text(proof_text(from)),
                       .untried = clean.text(from.untried),
                       .proof = clean.proof(from.proof),
                       .fix = clean.fix(from.fix),
                       .suppressed = clean.text(from.suppressed)};
    for (const auto& object : from.also) shown.also.push_back(clean.text(object));
    return shown;
}

// A source that would give facts of a kind, as one would add it to the command.
struct Provider {
    std::string_view word;
    std::string_view argument;
};
constexpr Provider providers[]{{"statistics", "postgres://…"},
                               {"live server", "postgres://…"},
                               {"rows", "postgres://… --profile"},
                               {"queries", "--workload queries.sql"},
                               {"statement", "--workload queries.sql"},
                               {"program", "src/"},
                               {"API", "openapi.yaml"},
                               {"schema", "schema.sql"},
                               {"plan", "plan.json"}};

std::string command_for(std::string_view needs) {
    if (needs.find("migrations") != needs.npos) return "assay migrate lint migrations/";  // read only where they are named
    std::string arguments;
    for (const auto& [word, argument] : providers) {
        if (needs.find(word) == needs.npos) continue;
        // "postgres://… --profile" says all that "postgres://…" does.
        if (const auto known = arguments.find(argument.substr(0, argument.find(' ')));
            known != arguments.npos)
            arguments.erase(known - 1, argument.substr(0, argument.find(' ')).size() + 1);
        arguments += ' ';
        arguments += argument;
    }
    return arguments.empty() ? arguments : "assay check" + arguments;
}

std::vector<Missing> missing_facts(const Report& report, const RuleIndex& rules, const Cleaner& clean) {
    std::map<std::string, Missing> by_needs;
    for (const NotRun& not_run : report.not_run()) {
        Missing& missing = by_needs[not_run.needs];
        missing.rules.push_back(rules.of(*not_run.rule));
    }
    std::vector<Missing> all;
    for (auto& [needs, missing] : by_needs) {
        missing.needs = clean.source(needs);
        missing.command = command_for(needs);
        all.push_back(std::move(missing));
    }
    std::sort(all.begin(), all.end(), [](const Missing& a, const Missing& b) {
        return a.rules.size() != b.rules.size() ? a.rules.size() > b.rules.size() : a.needs < b.needs;
    });
    return all;
}

Counts count(const Report& report, const std::vector<ShownFinding>& findings) {
    Counts counts;
    counts.suppressed = report.suppressed;
    counts.refuted = report.refuted;
    for (const ShownFinding& finding : findings) {
        if (!finding.counts()) continue;
        if (finding.severity == Severity::error) ++counts.errors;
        if (finding.severity == Severity::warning) ++counts.warnings;
        if (finding.severity == Severity::note) ++counts.notes;
        counts.proven += finding.proof_state == ProofState::proven;
        counts.fixes += finding.fix.has_value();
        counts.fixes_tried += finding.fix && finding.fix->proof;
    }
    return counts;
}

// Findings come ranked; notes are no place to begin while there is anything heavier.
std::vector<Step> first_steps(const View& view) {
    std::vector<Step> steps;
    const bool only_notes = view.counts.errors + view.counts.warnings == 0;
    for (std::size_t i = 0; i < view.findings.size() && steps.size() < 3; ++i) {
        const ShownFinding& finding = view.findings[i];
        if (!finding.counts() || (finding.severity == Severity::note && !only_notes)) continue;
        const bool fixable =
            finding.fix && (finding.fix->safety == Safety::safe || finding.fix->safety == Safety::unsafe);
        steps.push_back(
            {i, fixable ? "assay fix " + finding.key : "assay explain " + view.rule_of(finding).id});
    }
    return steps;
}

}  // namespace

View view_of(const Report& report, const RenderOptions& options) {
    const Cleaner clean{options};
    View view;
    const RuleIndex rules{report, clean, view.rules};
    view.version = ASSAY_VERSION;
    view.command = clean.source(report.command);
    view.seconds = report.seconds;
    view.proof_seconds = report.proof_seconds;
    view.show_all = report.show_all;
    for (const Finding& finding : report.findings()) {
        ShownFinding shown = shown_finding(finding, rules, clean);
        if (report.show_all || shown.counts()) view.findings.push_back(std::move(shown));
    }
    for (const Unread& unread : report.unread())
        view.unread.push_back({clean.source(unread.source), clean.source(unread.reason)});
    for (const Read& read : report.read())
        view.read.push_back({clean.source(read.source), clean.source(read.what)});
    view.missing = missing_facts(report, rules, clean);
    view.counts = count(report, view.findings);
    view.first = first_steps(view);
    return view;
}

std::string place_of(const ShownFinding& finding) {
    if (!finding.location) return {};
    const auto& [file, line, column] = *finding.location;
    if (line <= 0) return file;
    return column > 0 ? fmt::format("{}:{}:{}", file, line, column) : fmt::format("{}:{}", file, line);
}

std::string counts_text(const Counts& counts) {
    std::vector<std::string> parts;
    if (counts.errors > 0) parts.push_back(counted(counts.errors, "error"));
    if (counts.warnings > 0) parts.push_back(counted(counts.warnings, "warning"));
    if (counts.notes > 0) parts.push_back(counted(counts.notes, "note"));
    return parts.empty() ? "no findings" : joined(parts, ", ");
}

std::string tried_text(const Counts& counts) {
    if (counts.fixes == 0) return {};
    if (counts.fixes == 1) return counts.fixes_tried == 1 ? "its fix was tried" : "its fix was not tried";
    return fmt::format("{} of {} fixes tried", counts.fixes_tried, counts.fixes);
}

std::string hidden_text(const Counts& counts) {
    const int hidden = counts.suppressed + counts.refuted;
    if (hidden == 0) return {};
    std::vector<std::string> parts;
    if (counts.suppressed > 0) parts.push_back(fmt::format("{} suppressed", counts.suppressed));
    if (counts.refuted > 0) parts.push_back(fmt::format("{} refuted", counts.refuted));
    return joined(parts, " and ") +
           (hidden == 1 ? " finding is hidden: --all shows it" : " findings are hidden: --all shows them");
}

std::string safety_text(const ShownFix& fix) {
    if (fix.safety == Safety::manual || fix.safety == Safety::none)
        return fix.proof ? "to be done by hand, tried" : "to be done by hand";
    return fmt::format("{}, {}", name(fix.safety), fix.proof ? "tried" : "not tried");
}

std::string duration_text(double seconds) {
    if (!(seconds > 0)) return "0 s";
    if (seconds < 10) return fmt::format("{:.1f} s", seconds);
    const long whole = std::lround(seconds);
    return whole < 60 ? fmt::format("{} s", whole) : fmt::format("{} min {} s", whole / 60, whole % 60);
}

}  // namespace assay::rendering
