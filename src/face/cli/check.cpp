// assay check: every rule whose facts are there, on sources that are named or found.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "face/cli/request.h"
#include "face/cli/since.h"
#include "render/render.h"
#include "world/files.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

int status_of(const Report& report, const Arguments& arguments, const std::string& from_settings) {
    const auto threshold = chosen(arguments, "--fail-on", from_settings);
    if (arguments.has("--strict") && !report.unread().empty()) return could_not;
    if (threshold == "never") return clean;
    const auto least = severity_from(threshold).value_or(Severity::error);
    for (const auto& finding : report.findings())
        if (finding.severity >= least && finding.proof_state != ProofState::refuted && finding.suppressed.empty()) return found;
    return clean;
}

// Leaves only what is new since a commit: the same check of the tree as it was then.
Result<void> only_since(const Arguments& arguments, Run& run) {
    const auto reference = arguments.text("--since");
    if (reference.empty()) return {};
    auto before = keys_at(reference, run);
    if (!before) return tl::unexpected(before.error());
    auto& findings = run.session->report().findings();
    std::erase_if(findings, [&](const Finding& finding) { return before->contains(finding.key); });
    return {};
}

// Phases in order, then rules that took a tenth of a millisecond or more, slowest first.
void print_timings(const std::vector<Timing>& timings, double total_seconds) {
    auto rules = timings;
    std::erase_if(rules, [](const Timing& timing) { return timing.part != Timing::Part::rule || timing.seconds < 0.0001; });
    std::stable_sort(rules.begin(), rules.end(), [](const Timing& a, const Timing& b) { return a.seconds > b.seconds; });
    const auto print = [](double seconds, std::string_view what) { fmt::print(stderr, "{:>9.1f} ms  {}\n", seconds * 1000, what); };
    for (const auto& timing : timings)
        if (timing.part == Timing::Part::phase) print(timing.seconds, timing.what);
    print(total_seconds, "in all");
    for (const auto& timing : rules) print(timing.seconds, timing.what);
}

int run(const Arguments& arguments) {
    const Stopwatch watch;
    auto run = prepare_run(arguments);
    if (!run) return give_up(run.error().text());
    if (auto done = find_findings(**run); !done) return give_up(done.error().text());
    if (auto done = only_since(arguments, **run); !done) return give_up(done.error().text());
    Session& session = *(*run)->session;
    session.prove();
    Report& report = session.report();
    report.seconds = watch.seconds();
    report.show_all = arguments.has("--all");
    if (const auto file = arguments.text("--write-baseline"); !file.empty()) {
        if (auto written = write_file(file, baseline_text(report)); !written) return give_up(written.error().text());
        fmt::print(stderr, "assay: wrote {} findings to {}\n", report.findings().size(), file);
        return clean;
    }
    if (const auto file = arguments.text("--save-map"); !file.empty())
        if (auto saved = session.map().save(file); !saved) return give_up(saved.error().text());

    const auto format = format_from(arguments.text("--format")).value_or(Format::text);
    RenderOptions options;
    options.width = terminal_width();
    options.colour = colour_wanted() && arguments.text("--output").empty();
    options.verbose = arguments.has("--verbose");
    const auto text = render(report, format, options);
    if (const auto file = arguments.text("--output"); !file.empty()) {
        if (auto written = write_file(file, text); !written) return give_up(written.error().text());
    } else {
        std::fwrite(text.data(), 1, text.size(), stdout);
    }
    if (arguments.has("--timings")) print_timings(session.timings(), watch.seconds());
    return status_of(report, arguments, (*run)->settings.fail_on);
}

}  // namespace

extern const Command check;
const Command check{
    "check",
    "Find what is wrong and prove it",
    "assay check db/migrations --format sarif --output assay.sarif",
    with_check_options({
        {"--format", "How to print", OptionKind::value, "text",
         {"text", "json", "sarif", "markdown", "html", "github", "gitlab", "junit"}},
        {"--output", "Write to this file instead", OptionKind::value},
        {"--since", "Only what is new since this commit", OptionKind::value},
        {"--write-baseline", "Write the findings' keys to this file", OptionKind::value},
        {"--fail-on", "Least severity for exit status 1", OptionKind::value, "error", {"note", "warning", "error", "never"}},
        {"--strict", "Exit status 2 when a part could not be read", OptionKind::flag},
        {"--all", "Show refuted and suppressed findings too", OptionKind::flag},
        {"--verbose", "Notes in full", OptionKind::flag},
        {"--timings", "Say on standard error how long each phase and rule took", OptionKind::flag},
        {"--save-map", "Keep the map as a SQLite file", OptionKind::value},
    }),
    run,
};

}  // namespace assay::cli
