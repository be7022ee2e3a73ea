// assay check: every rule whose facts are there, on sources that are named or found.
#include <fmt/core.h>

#include <algorithm>

#include <charconv>
#include <set>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/cli/command.h"
#include "face/session.h"
#include "render/render.h"
#include "world/files.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

// "5", "1.5s", "300ms", "2m".
Result<Milliseconds> duration(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    const double factor = unit.empty() || unit == "s" ? 1000 : unit == "ms" ? 1 : unit == "m" ? 60'000 : 0;
    if (error != std::errc{} || factor == 0 || value < 0)
        return fail(fmt::format("'{}' is no duration; expected a number with ms, s or m", text));
    return Milliseconds{static_cast<std::int64_t>(value * factor)};
}

bool names_rule(std::string_view wanted, const Rule& rule) {
    return wanted == rule.facts.id.text || wanted == rule.domain() || wanted == rule.short_name();
}

Result<void> check_rule_names(const std::vector<std::string>& names) {
    std::vector<std::string_view> known;
    for (const auto& rule : catalogue::rules()) {
        known.push_back(rule.facts.id.text);
        known.push_back(rule.short_name());
        known.push_back(rule.domain());
    }
    for (const auto& name : names)
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            const auto near = nearest(name, known);
            return fail(fmt::format("there is no rule '{}'{}", name, near.empty() ? "" : ": did you mean '" + near + "'?"));
        }
    return {};
}

Result<Request> request_of(const Arguments& arguments) {
    Request request;
    request.sources = arguments.list("SOURCE");
    request.base = arguments.text("--base");
    request.profile = arguments.has("--profile");
    if (const auto major = arguments.text("--postgres"); !major.empty()) {
        const auto [end, error] = std::from_chars(major.data(), major.data() + major.size(), request.postgres_major);
        if (error != std::errc{} || end != major.data() + major.size())
            return fail(fmt::format("--postgres {}: expected a major version such as 17", major));
    }
    const auto prove = arguments.text("--prove");
    request.prove = prove == "none" ? Prove::none : prove == "all" ? Prove::all : Prove::top;
    auto budget = duration(arguments.text("--time"));
    if (!budget) return tl::unexpected(budget.error());
    request.prove_budget = *budget;

    const auto only = arguments.list("--rule"), without = arguments.list("--without");
    if (auto known = check_rule_names(only); !known) return tl::unexpected(known.error());
    if (auto known = check_rule_names(without); !known) return tl::unexpected(known.error());
    const bool everything = arguments.has("--all-rules");
    request.wanted = [only, without, everything](const Rule& rule) {
        const auto named = [&](const std::string& name) { return names_rule(name, rule); };
        if (std::any_of(without.begin(), without.end(), named)) return false;
        if (!only.empty()) return std::any_of(only.begin(), only.end(), named);
        return everything || rule.facts.on;
    };
    return request;
}

int status_of(const Report& report, const Arguments& arguments) {
    const auto threshold = arguments.text("--fail-on");
    if (arguments.has("--strict") && !report.unread().empty()) return could_not;
    if (threshold == "never") return clean;
    const auto least = severity_from(threshold).value_or(Severity::error);
    for (const auto& finding : report.findings())
        if (finding.severity >= least && finding.proof_state != ProofState::refuted && finding.suppressed.empty()) return found;
    return clean;
}

int run(const Arguments& arguments) {
    auto request = request_of(arguments);
    if (!request) return give_up(request.error().text());
    const Stopwatch watch;
    Session session{*request};
    if (auto done = session.read(); !done) return give_up(done.error().text());
    if (auto done = session.run_rules(); !done) return give_up(done.error().text());
    session.prove();
    Report& report = session.report();
    report.seconds = watch.seconds();
    report.show_all = arguments.has("--all");
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
    return status_of(report, arguments);
}

}  // namespace

extern const Command check;
const Command check{
    "check",
    "Find what is wrong and prove it",
    "assay check db/migrations --format sarif --output assay.sarif",
    with_source_options({
        {"--format", "How to print", OptionKind::value, "text",
         {"text", "json", "sarif", "markdown", "html", "github", "gitlab", "junit"}},
        {"--output", "Write to this file instead", OptionKind::value},
        {"--prove", "Which findings to prove in the lab", OptionKind::value, "top", {"none", "top", "all"}},
        {"--time", "How long to prove when --prove top", OptionKind::value, "5s"},
        {"--rule", "Only this rule or domain; may be repeated", OptionKind::list},
        {"--without", "Not this rule or domain; may be repeated", OptionKind::list},
        {"--all-rules", "Also the rules that are off by default", OptionKind::flag},
        {"--fail-on", "Least severity for exit status 1", OptionKind::value, "error", {"note", "warning", "error", "never"}},
        {"--strict", "Exit status 2 when a part could not be read", OptionKind::flag},
        {"--all", "Show refuted and suppressed findings too", OptionKind::flag},
        {"--verbose", "Notes in full", OptionKind::flag},
        {"--save-map", "Keep the map as a SQLite file", OptionKind::value},
    }),
    run,
};

}  // namespace assay::cli
