// assay check: every rule whose facts are there, on sources that are named or found.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "face/cli/request.h"
#include "face/cli/since.h"
#include "world/files.h"

namespace assay::cli {

namespace {

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

    const int status = print_report(report, arguments, chosen(arguments, "--fail-on", (*run)->settings.fail_on), render_options(arguments));
    if (arguments.has("--timings")) print_timings(session.timings(), watch.seconds());
    return arguments.has("--strict") && !report.unread().empty() ? could_not : status;
}

}  // namespace

extern const Command check;
const Command check{
    "check",
    "Find what is wrong and prove it",
    "assay check db/migrations --format sarif --output assay.sarif",
    with_report_options({
        {"--since", "Only what is new since this commit", OptionKind::value},
        {"--write-baseline", "Write the findings' keys to this file", OptionKind::value},
        {"--strict", "Exit status 2 when a part could not be read", OptionKind::flag},
        {"--all", "Show refuted and suppressed findings too", OptionKind::flag},
        {"--timings", "Say on standard error how long each phase and rule took", OptionKind::flag},
        {"--save-map", "Keep the map as a SQLite file", OptionKind::value},
    }, "error"),
    run,
};

}  // namespace assay::cli
