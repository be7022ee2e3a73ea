// Text: the report for a person at a terminal. What is wrong, where, how that is known, what to do; the
// end of it, which is what a terminal shows, says where to begin.
#include "core/text.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "render/plain.h"
#include "render/sql_layout.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

constexpr int label_width = 9;
constexpr int field_indent = 2 + label_width;
// Findings of one rule that are shown in full before the rest is listed, and lines of such a list.
constexpr int full_per_rule = 3;
constexpr std::size_t listed_per_rule = 6;
constexpr std::size_t lines_of_a_plan = 8;
constexpr std::size_t lines_of_a_fix = 8;

// SGR parameters; the palette is the terminal's own, so that it suits its background.
constexpr std::string_view bold = "1", dim = "2", red = "1;31", green = "32", yellow = "1;33", blue = "34";

struct Glyphs {
    std::string_view error, warning, note, arrow, ellipsis, line, dot;
};
constexpr Glyphs unicode_glyphs{"✗", "▲", "·", " → ", "…", "─", " · "};
constexpr Glyphs ascii_glyphs{"x", "!", "-", " -> ", "...", "-", "; "};

class TextRenderer {
public:
    TextRenderer(const View& view, const RenderOptions& options)
        : view_{view},
          options_{options},
          glyphs_{options.ascii ? ascii_glyphs : unicode_glyphs},
          width_{std::max(options.width, 40)} {}

    std::string whole() {
        header();
        section(Severity::error, "error");
        section(Severity::warning, "warning");
        section(Severity::note, "note");
        first_steps();
        summary();
        missing();
        unread();
        return std::move(out_);
    }

private:
    // Everything that is printed passes here: `content` is plain, `style` may be empty.
    void put(std::string_view content, std::string_view style = {}) {
        if (!options_.colour || style.empty() || content.empty())
            out_ += content;
        else
            out_ += fmt::format("\x1b[{}m{}\x1b[0m", style, content);
    }
    void end_line() {
        while (out_.ends_with(' ')) out_.pop_back();
        out_ += '\n';
    }
    void spaces(int count) { out_.append(static_cast<std::size_t>(std::max(count, 0)), ' '); }
    void line(int indent, std::string_view content, std::string_view style = {}) {
        spaces(indent);
        put(content, style);
        end_line();
    }
    void paragraph(int indent, std::string_view content, std::string_view style = {}) {
        for (const auto& part : wrapped(content, width_ - indent)) line(indent, part, style);
    }
    std::string cut(std::string_view content, int width) {
        return truncated(content, width, glyphs_.ellipsis);
    }

    void label(std::string_view word, std::string_view style) {
        spaces(2);
        put(word, style);
        spaces(std::max(label_width - display_width(word), 1));
    }
    void field(std::string_view word, std::string_view content, std::string_view word_style = dim,
               std::string_view style = {}) {
        label(word, word_style);
        bool first = true;
        for (const auto& part : wrapped(content, width_ - field_indent)) {
            if (!first) spaces(field_indent);
            first = false;
            put(part, style);
            end_line();
        }
    }

    std::string_view style_of(Severity severity) {
        return severity == Severity::error ? red : severity == Severity::warning ? yellow : blue;
    }
    std::string_view glyph_of(Severity severity) {
        return severity == Severity::error     ? glyphs_.error
               : severity == Severity::warning ? glyphs_.warning
                                               : glyphs_.note;
    }

    // One line; a few sources that don't fit on it begin one each, many are named only.
    void header() {
        if (view_.read.empty()) return;
        std::vector<std::string> sources, names, phrases;
        for (const auto& [source, what] : view_.read) {
            names.push_back(one_line(source));
            sources.push_back(names.back() + (what.empty() ? "" : ": " + prose(what)));
            phrases.push_back(names.back() + (what.empty() ? "" : fmt::format(" ({})", prose(what))));
        }
        const int room = width_ - 5;
        if (const std::string all = joined(phrases, ", "); sources.size() > 1 && display_width(all) <= room)
            sources = {all};
        else if (sources.size() > 3 && !options_.verbose)
            sources = {fmt::format("{} sources: {}", names.size(), joined(names, ", "))};
        std::string_view begin = "Read ";
        for (const auto& source : sources) {
            for (const auto& part : wrapped(source, room)) {
                put(begin, dim);
                line(0, part);
                begin = "     ";
            }
        }
        out_ += '\n';
    }

    // "── 2 errors ───────": the one thing that stands out while scrolling.
    void heading(std::string_view title, std::string_view style) {
        const int used = 4 + display_width(title);
        const auto rule = [&](int count) {
            std::string strokes;
            for (int i = 0; i < count; ++i) strokes += glyphs_.line;
            return strokes;
        };
        put(rule(2), dim);
        out_ += ' ';
        put(title, style);
        out_ += ' ';
        put(rule(width_ - used), dim);
        end_line();
        out_ += '\n';
    }

    void section(Severity severity, std::string_view word) {
        std::vector<const ShownFinding*> findings;
        std::map<std::size_t, int> of_rule;
        int counting = 0;
        for (const auto& finding : view_.findings) {
            if (finding.severity != severity) continue;
            findings.push_back(&finding);
            ++of_rule[finding.rule];
            counting += finding.counts();
        }
        if (findings.empty()) return;
        heading(counting > 0 ? counted(counting, word) : fmt::format("{}s that do not count", word),
                style_of(severity));
        const bool folded_to_lines = severity == Severity::note && !options_.verbose;
        std::map<std::size_t, int> shown;
        for (const ShownFinding* finding : findings) {
            const int of_its_rule = of_rule[finding->rule];
            const int before = shown[finding->rule]++;
            // Folding a single finding away would save nothing.
            const bool fold = !options_.verbose && of_its_rule > full_per_rule + 1 && before >= full_per_rule;
            if (!fold)
                folded_to_lines ? short_finding(*finding) : full_finding(*finding);
            else if (before == full_per_rule)
                list_of_rest(findings, finding->rule, folded_to_lines);
        }
        if (folded_to_lines) out_ += '\n';
    }

    // One line: what a note needs.
    void short_finding(const ShownFinding& finding) {
        out_ += ' ';
        put(glyph_of(finding.severity), style_of(finding.severity));
        out_ += ' ';
        const std::string rule = view_.rule_of(finding).short_name;
        put(rule, dim);
        out_ += "  ";
        std::string content = one_line(finding.object);
        if (finding.count > 1) content += fmt::format(" and {} more", finding.count - 1);
        content += ": " + prose(finding.message);
        line(0, cut(content, width_ - 5 - display_width(rule)));
    }

    // The rest of the findings of a rule that has many: object and place, one line each.
    void list_of_rest(const std::vector<const ShownFinding*>& findings, std::size_t rule, bool tight) {
        std::vector<const ShownFinding*> rest;
        for (const ShownFinding* finding : findings)
            if (finding->rule == rule) rest.push_back(finding);
        rest.erase(rest.begin(), rest.begin() + full_per_rule);
        const std::size_t count = rest.size();
        if (tight)
            return line(
                5,
                fmt::format("and {} more of {}: --verbose shows them", count, view_.rules[rule].short_name),
                dim);
        paragraph(2, fmt::format("and {} more of {}; --verbose shows them in full", count,
                                 view_.rules[rule].short_name));
        rest.resize(std::min(rest.size(), listed_per_rule));
        int widest = 0;
        for (const ShownFinding* finding : rest)
            widest = std::max(widest, display_width(one_line(finding->object)));
        for (const ShownFinding* finding : rest) {
            const std::string object = cut(one_line(finding->object), width_ - 4);
            const std::string place = one_line(place_of(*finding));
            spaces(4);
            put(object);
            if (6 + widest + display_width(place) <= width_) {
                spaces(2 + widest - display_width(object));
                put(place, dim);
            }
            end_line();
        }
        if (count > rest.size()) line(4, fmt::format("{} others", count - rest.size()));
        out_ += '\n';
    }

    void full_finding(const ShownFinding& finding) {
        title(finding);
        paragraph(2, prose(finding.message));
        also(finding);
        if (const auto place = place_of(finding); !place.empty()) field("at", one_line(place));
        evidence(finding);
        proof(finding);
        if (finding.fix) fix(finding, *finding.fix);
        if (!finding.suppressed.empty()) field("ignored", prose(finding.suppressed));
        label("key", dim);
        put(one_line(finding.key), dim);
        end_line();
        out_ += '\n';
    }

    // Glyph, rule, object; what it costs stands at the right edge, where the eye can run down it.
    void title(const ShownFinding& finding) {
        const ShownRule& rule = view_.rule_of(finding);
        const std::string effect = replaced(std::string{name(rule.effect)}, "_", " ");
        const std::string short_name = one_line(rule.short_name);
        const std::string object = one_line(finding.object);
        put(glyph_of(finding.severity), style_of(finding.severity));
        out_ += ' ';
        put(short_name, style_of(finding.severity));
        const int before = 4 + display_width(short_name);
        const int gap = width_ - before - display_width(object) - display_width(effect);
        if (gap >= 2) {
            out_ += "  ";
            put(object, bold);
            spaces(gap);
            put(effect, dim);
            return end_line();
        }
        spaces(width_ - before + 2 - display_width(effect));
        put(effect, dim);
        end_line();
        paragraph(2, object, bold);
    }

    void also(const ShownFinding& finding) {
        if (finding.count <= 1) return;
        std::vector<std::string> names;
        for (const auto& object : finding.also) names.push_back(one_line(object));
        std::string content = fmt::format("and {} more", finding.count - 1);
        if (!names.empty()) content += ": " + joined(names, ", ");
        const auto lines = wrapped(content, width_ - 2);
        if (options_.verbose || lines.size() <= 2) return paragraph(2, content);
        line(2, lines[0]);
        line(2, cut(lines[1] + " " + lines[2], width_ - 2));
    }

    void evidence(const ShownFinding& finding) {
        const std::size_t most = options_.verbose ? finding.evidence.size() : 3;
        for (std::size_t i = 0; i < finding.evidence.size() && i < most; ++i) {
            const auto& [where, quote] = finding.evidence[i];
            const bool said = where.empty() || place_of(finding).starts_with(where);
            field(i == 0 ? "seen" : "", said ? prose(quote) : one_line(where) + ": " + prose(quote));
        }
        if (finding.evidence.size() > most)
            field("", fmt::format("{} more; --verbose shows them", finding.evidence.size() - most), dim, dim);
    }

    void proof(const ShownFinding& finding) {
        switch (finding.proof_state) {
            case ProofState::no_prover:
                return;
            case ProofState::untried_budget:
                return field("unproven", "the time for experiments ran out");
            case ProofState::untried_needs:
                return field("unproven", "trying it needs " + prose(finding.untried));
            case ProofState::proven:
                return experiment("proven", finding.proof, green);
            case ProofState::refuted:
                return experiment("refuted", finding.proof, yellow);
        }
    }

    void experiment(std::string_view word, const std::optional<ShownProof>& proof, std::string_view style) {
        if (!proof) return field(word, "by experiment", style);
        field(word, prose(proof->method), style);
        before_and_after(*proof);
    }

    // On one line where both fit, else under one another.
    void before_and_after(const ShownProof& proof) {
        const std::string before = block(proof.before), after = block(proof.after);
        const bool one_line_each = before.find('\n') == before.npos && after.find('\n') == after.npos;
        const std::string both = before + std::string{glyphs_.arrow} + after;
        if (before.empty() && after.empty()) return;
        if (one_line_each && !before.empty() && !after.empty() &&
            display_width(both) <= width_ - field_indent) {
            spaces(field_indent);
            put(both, bold);
            return end_line();
        }
        if (!before.empty()) lines_field(after.empty() ? "" : "before", before);
        if (!after.empty()) lines_field("after", after);
    }

    // Lines of a plan keep their indentation, also where one is too wide and goes on below itself.
    void lines_field(std::string_view word, std::string_view content) {
        const auto lines = lines_of(content);
        const std::size_t most = options_.verbose ? lines.size() : lines_of_a_plan;
        for (std::size_t i = 0; i < lines.size() && i < most; ++i) {
            if (display_width(lines[i]) <= width_ - field_indent) {
                label(i == 0 ? word : "", dim);
                put(lines[i]);
                end_line();
                continue;
            }
            const auto indent = static_cast<int>(std::min(lines[i].find_first_not_of(' '), lines[i].size()));
            const int deep = std::min(indent, (width_ - field_indent) / 2);
            int hanging = 0;
            for (const auto& part : wrapped(lines[i], width_ - field_indent - deep - 2)) {
                label(i == 0 && hanging == 0 ? word : "", dim);
                spaces(deep + hanging);
                put(part);
                end_line();
                hanging = 2;
            }
        }
        if (lines.size() > most)
            field("", fmt::format("{} more lines; --verbose shows them", lines.size() - most), dim, dim);
    }

    void fix(const ShownFinding& finding, const ShownFix& fix) {
        std::string_view word = "fix";
        if (!fix.title.empty()) {
            field(word, prose(fix.title), dim, bold);
            word = "";
        }
        if (!fix.statement.empty()) {
            const auto parts = sql_lines(block(fix.statement), width_ - field_indent);
            const std::size_t most = options_.verbose || parts.size() <= lines_of_a_fix ? parts.size() : lines_of_a_fix;
            for (std::size_t i = 0; i < most; ++i) {
                label(word, dim);
                put(parts[i], fix.title.empty() ? bold : "");
                end_line();
                word = "";
            }
            if (parts.size() > most) field("", fmt::format("{} more lines; --verbose shows them", parts.size() - most), dim, dim);
        }
        if (!fix.edits.empty()) edits(finding, fix, word);
        std::string status = safety_text(fix);
        if (fix.proof) status += ": " + prose(fix.proof->method);
        const std::string_view style = fix.proof ? green : fix.safety == Safety::unsafe ? yellow : dim;
        field(word.empty() ? "" : "fix", status, dim, style);
        if (fix.proof) before_and_after(*fix.proof);
    }

    void edits(const ShownFinding& finding, const ShownFix& fix, std::string_view& word) {
        std::vector<std::string> files;
        for (const Edit& edit : fix.edits) {
            auto file = one_line(edit.file);
            if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(std::move(file));
        }
        field(word, fmt::format("{} in {}, shown by:", counted(static_cast<long>(fix.edits.size()), "edit"),
                                joined(files, ", ")));
        line(field_indent, "assay fix --dry-run " + one_line(finding.key));
        word = "";
    }

    void first_steps() {
        if (view_.first.empty() || view_.findings.size() == 1) return;
        static constexpr std::string_view titles[]{"Do this first", "Do these two first",
                                                   "Do these three first"};
        line(0, titles[view_.first.size() - 1], bold);
        int number = 0;
        for (const auto& [at, command] : view_.first) {
            const std::string plain = one_line(command);
            put(fmt::format("  {}  ", ++number), dim);
            put(plain);
            const int room = width_ - 7 - display_width(plain);
            if (room >= 8) {
                out_ += "  ";
                put(cut(one_line(view_.findings[at].object), room), dim);
            }
            end_line();
        }
        out_ += '\n';
    }

    void summary() {
        const Counts& counts = view_.counts;
        if (counts.all() == 0) {
            put(view_.unread.empty() ? "Nothing wrong was found."
                                     : "Nothing wrong was found in what could be read.",
                green);
            end_line();
        }
        if (counts.all() > 0) line(0, counts_text(counts), bold);
        std::vector<std::string> parts;
        if (counts.all() > 0) parts.push_back(fmt::format("{} proven", counts.proven));
        if (counts.fixes > 0) parts.push_back(tried_text(counts));
        std::string time = duration_text(view_.seconds);
        if (view_.proof_seconds >= 0.1)
            time += fmt::format(", {} of it proving", duration_text(view_.proof_seconds));
        parts.push_back(time);
        paragraph(0, joined(parts, glyphs_.dot));
        if (const auto hidden = hidden_text(counts); !hidden.empty() && !view_.show_all)
            paragraph(0, hidden, dim);
    }

    void missing() {
        if (view_.missing.empty()) return;
        out_ += '\n';
        line(0, "Not run", bold);
        std::vector<std::string> reasons;
        int widest = 0;
        for (const Missing& missing : view_.missing) {
            const auto count = static_cast<long>(missing.rules.size());
            reasons.push_back(
                fmt::format("{} {}", counted(count, "rule needs", "rules need"), prose(missing.needs)));
            widest = std::max(widest, display_width(reasons.back()));
        }
        widest = std::min(widest, width_ / 2);
        for (std::size_t i = 0; i < reasons.size(); ++i) {
            const std::string command = one_line(
                options_.ascii ? replaced(view_.missing[i].command, "…", "...") : view_.missing[i].command);
            const bool beside =
                display_width(reasons[i]) <= widest && widest + 4 + display_width(command) <= width_;
            if (!beside)
                paragraph(2, reasons[i]);
            else
                line(2, reasons[i] +
                            std::string(static_cast<std::size_t>(
                                            command.empty() ? 0 : widest + 2 - display_width(reasons[i])),
                                        ' ') +
                            command);
            if (!beside && !command.empty()) line(4, command);
        }
    }

    void unread() {
        if (view_.unread.empty()) return;
        out_ += '\n';
        line(0, "Not read", red);
        const std::size_t most = options_.verbose ? view_.unread.size() : 10;
        for (std::size_t i = 0; i < view_.unread.size() && i < most; ++i)
            paragraph(2, one_line(view_.unread[i].source) + ": " + prose(view_.unread[i].reason));
        if (view_.unread.size() > most)
            line(2, fmt::format("and {} more; --verbose shows them", view_.unread.size() - most), dim);
    }

    const View& view_;
    const RenderOptions& options_;
    const Glyphs& glyphs_;
    const int width_;
    std::string out_;
};

}  // namespace

std::string text(const View& view, const RenderOptions& options) {
    return TextRenderer{view, options}.whole();
}

}  // namespace assay::rendering
