// assay query explain: where a plan's time went, what is wrong with it, and what cures it.
#include <fmt/core.h>

#include <cstdio>

#include "domain/query/model/plan.h"
#include "face/cli/request.h"
#include "render/plan.h"
#include "render/render.h"
#include "world/files.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

int status_of(const Report& report, const std::string& threshold) {
    const auto least = severity_from(threshold);
    if (!least) return clean;
    for (const auto& finding : report.findings())
        if (finding.severity >= *least && finding.proof_state != ProofState::refuted && finding.suppressed.empty()) return found;
    return clean;
}

int run(const Arguments& arguments) {
    const Stopwatch watch;
    auto run = prepare_run(arguments);
    if (!run) return give_up(run.error().text());
    Request& request = (*run)->request;
    if (request.sources.empty()) request.sources.push_back("-");
    request.reader = "query";
    request.wanted = [wanted = request.wanted](const Rule& rule) { return rule.domain() == "query" && wanted(rule); };
    if (auto done = find_findings(**run); !done) return give_up(done.error().text());
    Session& session = *(*run)->session;
    session.prove();
    Report& report = session.report();
    report.seconds = watch.seconds();

    const auto plans = session.workspace().all<query::Plan>();
    const auto format = format_from(arguments.text("--format")).value_or(Format::text);
    RenderOptions options;
    options.width = terminal_width();
    options.colour = colour_wanted() && arguments.text("--output").empty();
    options.verbose = arguments.has("--verbose");
    options.more_json = [&](rendering::JsonWriter& json) { rendering::write_plans(json, plans); };
    if (format == Format::html)
        for (const auto* plan : plans) options.more_html += rendering::plan_html(*plan);
    std::string text;
    if (format == Format::text)
        for (const auto* plan : plans) text += rendering::plan_text(*plan, options);
    text += render(report, format, options);
    if (const auto file = arguments.text("--output"); !file.empty()) {
        if (auto written = write_file(file, text); !written) return give_up(written.error().text());
    } else {
        std::fwrite(text.data(), 1, text.size(), stdout);
    }
    return status_of(report, arguments.text("--fail-on"));
}

}  // namespace

extern const Command query_explain;
const Command query_explain{
    .name = "explain",
    .about = "Where a plan's time went, what is wrong with it, and what cures it",
    .example = "psql -XqAt -c 'explain (analyze, buffers) select …' | assay query explain",
    .options = with_check_options({
        {"--format", "How to print", OptionKind::value, "text",
         {"text", "json", "sarif", "markdown", "html", "github", "gitlab", "junit"}},
        {"--output", "Write to this file instead", OptionKind::value},
        {"--fail-on", "Least severity for exit status 1", OptionKind::value, "never", {"note", "warning", "error", "never"}},
        {"--verbose", "Notes in full", OptionKind::flag},
    }),
    .run = run,
    .area = "query",
};

}  // namespace assay::cli
