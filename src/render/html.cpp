// HTML: one file that needs nothing else, to be mailed, archived or opened from a CI job.
#include <fmt/core.h>

#include <set>

#include "core/catalogue.h"
#include "core/text.h"
#include "render/markup.h"
#include "render/plain.h"
#include "render/sql_layout.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

constexpr int statement_columns = 88;  // what fits beside the label on a page of the width in report.css

std::string safe(std::string_view content) {
    return escaped_markup(prose(content));
}
std::string safe_name(std::string_view content) {
    return escaped_markup(one_line(content));
}
std::string attribute(std::string_view content) {
    return escaped_attribute(one_line(content));
}
std::string words_of(Effect effect) {
    return replaced(std::string{name(effect)}, "_", " ");
}

// The statement, command or key stands in an element of its own, which the button's script reads.
std::string copyable(std::string_view shown, std::string_view kind) {
    return fmt::format(
        "<div class=\"copy {}\"><pre><code>{}</code></pre><button type=\"button\" "
        "hidden>Copy</button></div>\n",
        kind, escaped_markup(shown));
}

std::string chip(std::string_view kind, std::string_view value, std::string_view words, int count) {
    return fmt::format(
        "<label class=\"chip {1}\"><input type=\"checkbox\" checked data-filter=\"{0}\" value=\"{1}\">{2} "
        "<b>{3}</b></label>\n",
        kind, value, words, count);
}

class HtmlRenderer {
public:
    HtmlRenderer(const View& view, std::string_view more) : view_{view}, more_{more} {}

    std::string whole() {
        head();
        masthead();
        out_ += more_;
        first_steps();
        if (!view_.findings.empty()) filters();
        out_ += "<main id=\"findings\">\n";
        group(Severity::error, "Errors");
        group(Severity::warning, "Warnings");
        group(Severity::note, "Notes");
        out_ += "<p class=\"nothing\" hidden>No finding fits the filter.</p>\n</main>\n";
        footer();
        out_ += fmt::format("<script>\n{}</script>\n", catalogue::text("render/report.js"));
        if (!more_.empty()) out_ += fmt::format("<script>\n{}</script>\n", catalogue::text("render/plan.js"));
        out_ += "</body>\n</html>\n";
        return std::move(out_);
    }

private:
    // The policy lets nothing be fetched and nothing be sent, whatever a report may hold.
    void head() {
        out_ += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
        out_ +=
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'unsafe-inline'; "
            "script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n";
        out_ += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
        out_ += "<meta name=\"color-scheme\" content=\"light dark\">\n";
        out_ += fmt::format("<title>Assay: {}</title>\n<style>\n{}{}</style>\n</head>\n<body>\n", counts_text(view_.counts),
                            catalogue::text("render/report.css"), more_.empty() ? std::string_view{} : catalogue::text("render/plan.css"));
    }

    void masthead() {
        const Counts& counts = view_.counts;
        out_ += "<header>\n<p class=\"brand\">Assay</p>\n";
        out_ +=
            fmt::format("<h1>{}</h1>\n", counts.all() == 0 ? "Nothing wrong was found" : counts_text(counts));
        std::string facts = counts.all() > 0 ? fmt::format("{} proven", counts.proven) : std::string{};
        if (counts.fixes > 0) facts += " · " + tried_text(counts);
        facts += (facts.empty() ? "" : " · ") + duration_text(view_.seconds);
        if (view_.proof_seconds >= 0.1)
            facts += fmt::format(", {} of it proving", duration_text(view_.proof_seconds));
        out_ += fmt::format("<p class=\"facts\">{}</p>\n", facts);
        if (!view_.read.empty()) {
            out_ += "<ul class=\"read\">\n";
            for (const auto& [source, what] : view_.read)
                out_ += fmt::format("<li><code>{}</code> {}</li>\n", safe_name(source), safe(what));
            out_ += "</ul>\n";
        }
        out_ += "</header>\n";
    }

    void first_steps() {
        if (view_.first.empty() || view_.findings.size() == 1) return;
        out_ += fmt::format("<section class=\"first\">\n<h2>Do {} first</h2>\n<ol>\n",
                            view_.first.size() == 1   ? "this"
                            : view_.first.size() == 2 ? "these two"
                                                      : "these three");
        for (const auto& [at, command] : view_.first) {
            const ShownFinding& finding = view_.findings[at];
            out_ += fmt::format("<li><a href=\"#f{}\"><b>{}</b> <span>{}</span></a>\n", at + 1,
                                safe_name(finding.object), safe(finding.message));
            out_ += copyable(one_line(command), "command") + "</li>\n";
        }
        out_ += "</ol>\n</section>\n";
    }

    void filters() {
        const Counts& counts = view_.counts;
        out_ +=
            "<form class=\"filters\" hidden>\n<input type=\"search\" placeholder=\"Filter by table, rule, "
            "file or words\" "
            "aria-label=\"Filter findings\">\n<div class=\"chips\">\n";
        if (counts.errors > 0) out_ += chip("severity", "error", "errors", counts.errors);
        if (counts.warnings > 0) out_ += chip("severity", "warning", "warnings", counts.warnings);
        if (counts.notes > 0) out_ += chip("severity", "note", "notes", counts.notes);
        out_ +=
            "</div>\n<label class=\"grouping\">Group by <select aria-label=\"Group findings by\">"
            "<option value=\"severity\">severity</option><option value=\"effect\">effect</option>"
            "<option value=\"rule\">rule</option></select></label>\n</form>\n";
    }

    void group(Severity severity, std::string_view title) {
        bool open = false;
        for (std::size_t i = 0; i < view_.findings.size(); ++i) {
            if (view_.findings[i].severity != severity) continue;
            if (!open) out_ += fmt::format("<section class=\"group\"><h2>{}</h2>\n", title);
            open = true;
            finding(view_.findings[i], i + 1);
        }
        if (open) out_ += "</section>\n";
    }

    void finding(const ShownFinding& finding, std::size_t number) {
        const ShownRule& rule = view_.rule_of(finding);
        out_ += fmt::format(
            "<article id=\"f{}\" class=\"{}{}\" data-severity=\"{}\" data-effect=\"{}\" data-rule=\"{}\">\n",
            number, name(finding.severity), finding.counts() ? "" : " out", name(finding.severity),
            words_of(rule.effect), attribute(rule.short_name));
        out_ += fmt::format(
            "<p class=\"meta\"><span class=\"severity\">{}</span> <span title=\"{}\">{}</span>"
            "<span class=\"effect\">{}</span></p>\n",
            name(finding.severity), attribute(rule.title), safe_name(rule.short_name), words_of(rule.effect));
        out_ += fmt::format("<h3>{}</h3>\n<p class=\"message\">{}</p>\n", safe_name(finding.object),
                            safe(finding.message));
        also(finding);
        if (const auto place = place_of(finding); !place.empty())
            out_ += fmt::format("<p class=\"place\"><code>{}</code></p>\n", safe_name(place));
        evidence(finding);
        proof(finding);
        if (finding.fix) fix(finding, *finding.fix);
        if (!finding.suppressed.empty())
            out_ += fmt::format("<p class=\"state\">Suppressed: {}</p>\n", safe(finding.suppressed));
        out_ +=
            fmt::format("<p class=\"key\"><code>{}</code> <span>assay explain {}</span></p>\n</article>\n",
                        safe_name(finding.key), safe_name(rule.id));
    }

    void also(const ShownFinding& finding) {
        if (finding.count <= 1) return;
        out_ += fmt::format("<p class=\"also\">and {} more", finding.count - 1);
        for (const auto& object : finding.also)
            out_ += fmt::format("{} <code>{}</code>", &object == finding.also.data() ? ":" : ",",
                                safe_name(object));
        out_ += "</p>\n";
    }

    void evidence(const ShownFinding& finding) {
        if (finding.evidence.empty()) return;
        out_ += "<dl class=\"evidence\">\n";
        for (const auto& [where, quote] : finding.evidence)
            out_ += fmt::format("<dt><code>{}</code></dt><dd>{}</dd>\n", safe_name(where),
                                escaped_markup(block(quote)));
        out_ += "</dl>\n";
    }

    void proof(const ShownFinding& finding) {
        switch (finding.proof_state) {
            case ProofState::no_prover:
                return;
            case ProofState::untried_budget:
                out_ += "<p class=\"state\">Not proven: the time for experiments ran out</p>\n";
                return;
            case ProofState::untried_needs:
                out_ += fmt::format("<p class=\"state\">Not proven: trying it needs {}</p>\n",
                                    safe(finding.untried));
                return;
            case ProofState::proven:
                return experiment("Proven", finding.proof);
            case ProofState::refuted:
                return experiment("Refuted", finding.proof);
        }
    }

    void experiment(std::string_view word, const std::optional<ShownProof>& proof) {
        out_ += fmt::format("<section class=\"proof {}\">\n<p><b>{}</b> {}</p>\n", word, word,
                            proof ? safe(proof->method) : "by experiment");
        if (proof && (!proof->before.empty() || !proof->after.empty())) {
            out_ += "<div class=\"sides\">\n";
            const bool both = !proof->before.empty() && !proof->after.empty();
            if (!proof->before.empty()) side("before", proof->before, both);
            if (!proof->after.empty()) side("after", proof->after, both);
            out_ += "</div>\n";
        }
        out_ += "</section>\n";
    }

    void side(std::string_view word, std::string_view content, bool named) {
        const std::string caption = named ? fmt::format("<figcaption>{}</figcaption>", word) : std::string{};
        out_ += fmt::format("<figure class=\"{}\">{}<pre>{}</pre></figure>\n", word, caption,
                            escaped_markup(block(content)));
    }

    void fix(const ShownFinding& finding, const ShownFix& fix) {
        out_ +=
            fmt::format("<section class=\"fix\">\n<p><b>Fix</b> {} <span class=\"safety {}\">{}</span></p>\n",
                        safe(fix.title), name(fix.safety), safety_text(fix));
        if (!fix.statement.empty())
            out_ += copyable(joined(sql_lines(block(fix.statement), statement_columns), "\n"), "statement");
        if (!fix.edits.empty()) {
            std::set<std::string> files;
            for (const Edit& edit : fix.edits) files.insert("<code>" + safe_name(edit.file) + "</code>");
            out_ += fmt::format("<p>{} in {}; shown by:</p>\n",
                                counted(static_cast<long>(fix.edits.size()), "edit"),
                                joined({files.begin(), files.end()}, ", "));
            out_ += copyable("assay fix --dry-run " + one_line(finding.key), "command");
        }
        if (fix.proof) experiment("Tried", fix.proof);
        out_ += "</section>\n";
    }

    void footer() {
        out_ += "<footer>\n";
        if (!view_.missing.empty()) {
            out_ += "<h2>Not run</h2>\n<table>\n";
            for (const Missing& missing : view_.missing) {
                std::string ids;
                for (const std::size_t rule : missing.rules) ids += safe_name(view_.rules[rule].id) + "\n";
                out_ += fmt::format(
                    "<tr><td><details><summary>{} "
                    "{}</summary><pre>{}</pre></details></td><td><code>{}</code></td></tr>\n",
                    counted(static_cast<long>(missing.rules.size()), "rule needs", "rules need"),
                    safe(missing.needs), ids, safe_name(missing.command));
            }
            out_ += "</table>\n";
        }
        if (!view_.unread.empty()) {
            out_ += "<h2>Not read</h2>\n<ul>\n";
            for (const auto& [source, reason] : view_.unread)
                out_ += fmt::format("<li><code>{}</code>: {}</li>\n", safe_name(source), safe(reason));
            out_ += "</ul>\n";
        }
        if (const auto hidden = hidden_text(view_.counts); !hidden.empty() && !view_.show_all)
            out_ += fmt::format("<p>{}</p>\n", hidden);
        out_ += fmt::format("<p class=\"made\">Assay {}", escaped_markup(view_.version));
        if (!view_.command.empty()) out_ += fmt::format(" · <code>{}</code>", safe_name(view_.command));
        out_ += "</p>\n</footer>\n";
    }

    const View& view_;
    std::string_view more_;
    std::string out_;
};

}  // namespace

std::string html(const View& view, const RenderOptions& options) {
    return HtmlRenderer{view, options.more_html}.whole();
}

}  // namespace assay::rendering
