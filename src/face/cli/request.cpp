#include "face/cli/request.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "core/catalogue.h"
#include "core/nearest.h"
#include "core/text.h"
#include "world/files.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

bool names_rule(std::string_view wanted, const Rule& rule) {
    return wanted == rule.facts.id.text || wanted == rule.domain() || wanted == rule.short_name();
}

Result<void> check_rule_names(const std::vector<std::string>& names, const std::vector<Rule>& own) {
    std::vector<std::string_view> known;
    for (const auto* list : {&catalogue::rules(), &own})
        for (const auto& rule : *list) {
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

bool says(const std::set<std::string, std::less<>>& rules, std::string_view id, std::string_view short_name) {
    return rules.contains(id) || rules.contains(short_name);
}

Result<void> choose_rules(const Arguments& arguments, Run& run) {
    const auto only = arguments.list("--rule"), without = arguments.list("--without");
    std::vector<std::string> all{only};
    all.insert(all.end(), without.begin(), without.end());
    all.insert(all.end(), run.settings.on.begin(), run.settings.on.end());
    all.insert(all.end(), run.settings.off.begin(), run.settings.off.end());
    if (auto known = check_rule_names(all, run.own_rules.rules()); !known) return known;
    const bool everything = arguments.has("--all-rules");
    run.request.wanted = [only, without, everything, on = run.settings.on, off = run.settings.off](const Rule& rule) {
        const auto named = [&](const std::string& name) { return names_rule(name, rule); };
        if (std::any_of(without.begin(), without.end(), named)) return false;
        if (!only.empty()) return std::any_of(only.begin(), only.end(), named);
        // What assay.toml says of the rule itself outweighs what it says of its domain.
        if (says(off, rule.facts.id.text, rule.short_name())) return false;
        if (says(on, rule.facts.id.text, rule.short_name())) return true;
        if (off.contains(rule.domain())) return false;
        return everything || rule.facts.on || on.contains(rule.domain());
    };
    return {};
}

}  // namespace

Result<Milliseconds> duration_from(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    const double factor = unit.empty() || unit == "s" ? 1000 : unit == "ms" ? 1 : unit == "m" ? 60'000 : 0;
    if (error != std::errc{} || factor == 0 || value < 0 || value * factor > 1e9)
        return fail(fmt::format("'{}' is no duration; expected a number with ms, s or m", text));
    return Milliseconds{static_cast<std::int64_t>(value * factor)};
}

Result<std::int64_t> number_from(const Arguments& arguments, std::string_view option, std::int64_t least, std::int64_t most) {
    const auto text = arguments.text(option);
    std::int64_t number = 0;
    if (text.empty()) return number;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size() && number >= least && number <= most) return number;
    return fail(fmt::format("{}: '{}' is no such number; expected {} to {}", option, text, least, most));
}

Result<int> server_major(const Arguments& arguments) {
    const auto text = arguments.text("--postgres");
    int major = 0;
    if (text.empty()) return major;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), major);
    if (error != std::errc{} || end != text.data() + text.size())
        return fail(fmt::format("--postgres {}: expected a major version such as 17", text));
    return major;
}

std::string chosen(const Arguments& arguments, std::string_view option, const std::string& from_settings) {
    return arguments.given(option) || from_settings.empty() ? arguments.text(option) : from_settings;
}

std::vector<OptionSpec> with_check_options(std::vector<OptionSpec> own) {
    for (auto& option : std::vector<OptionSpec>{
             {"--prove", "Which findings to prove in the lab", OptionKind::value, "top", {"none", "top", "all"}},
             {"--time", "How long to prove when --prove top", OptionKind::value, "5s"},
             {"--rule", "Only this rule or domain; may be repeated", OptionKind::list},
             {"--without", "Not this rule or domain; may be repeated", OptionKind::list},
             {"--all-rules", "Also the rules that are off by default", OptionKind::flag},
             {"--baseline", "Leave out the findings of this baseline", OptionKind::value}})
        own.push_back(option);
    return with_source_options(std::move(own));
}

Result<std::unique_ptr<Run>> prepare_run(const Arguments& arguments) {
    auto run = std::make_unique<Run>();
    auto settings = read_settings(std::filesystem::current_path());
    if (!settings) return tl::unexpected(settings.error());
    run->settings = std::move(*settings);
    auto own = OwnRules::read(run->settings.file.empty() ? std::filesystem::current_path() : run->settings.file.parent_path());
    if (!own) return tl::unexpected(own.error());
    run->own_rules = std::move(*own);

    Request& request = run->request;
    request.own_rules = &run->own_rules.rules();
    request.sources = arguments.list("SOURCE");
    if (request.sources.empty())
        for (const auto& source : run->settings.sources)
            request.sources.push_back(source.find("://") == source.npos ? (run->settings.file.parent_path() / source).lexically_proximate(std::filesystem::current_path()).string() : source);
    request.base = chosen(arguments, "--base", run->settings.base);
    request.workload = chosen(arguments, "--workload", run->settings.workload);
    request.profile = arguments.has("--profile");
    auto major = server_major(arguments);
    if (!major) return tl::unexpected(major.error());
    request.postgres_major = *major;
    const auto prove = chosen(arguments, "--prove", run->settings.prove);
    request.prove = prove == "none" ? Prove::none : prove == "all" ? Prove::all : Prove::top;
    const auto time = chosen(arguments, "--time", run->settings.time);
    auto budget = duration_from(time.empty() ? "5s" : time);
    if (!budget) return tl::unexpected(budget.error());
    request.prove_budget = *budget;
    if (auto done = choose_rules(arguments, *run); !done) return tl::unexpected(done.error());
    if (const auto file = arguments.text("--baseline"); !file.empty()) {
        auto keys = read_baseline(file);
        if (!keys) return tl::unexpected(keys.error());
        run->baseline = std::move(*keys);
    }
    return run;
}

Result<void> find_findings(Run& run) {
    run.session = std::make_unique<Session>(run.request);
    if (auto done = run.session->read(); !done) return done;
    if (auto done = run.session->run_rules(); !done) return done;
    apply_settings(run.settings, run.baseline, run.session->report());
    return {};
}

void choose_reader(Request& request, const std::vector<std::string>& keys) {
    for (const Domain* domain : catalogue::domains()) {
        const auto prefix = std::string{domain->name} + "/";
        const bool all = !keys.empty() && std::all_of(keys.begin(), keys.end(), [&](const std::string& key) { return starts_with(key, prefix); });
        if (all && domain->read && !domain->discover) request.reader = domain->name;
    }
}

Result<void> find_and_prove(Run& run) {
    const Stopwatch watch;
    if (auto done = find_findings(run); !done) return done;
    run.session->prove();
    run.session->report().seconds = watch.seconds();
    return {};
}

Result<std::unique_ptr<Run>> prepare_area(const Arguments& arguments, std::string_view domain, std::string_view read_as,
                                          bool (*belongs)(const Rule&)) {
    auto run = prepare_run(arguments);
    if (!run) return run;
    Request& request = (*run)->request;
    if (request.sources.empty()) request.sources.push_back("-");
    request.reader = domain;
    request.read_as = read_as;
    request.wanted = [domain, belongs, wanted = request.wanted](const Rule& rule) {
        return rule.domain() == domain && belongs(rule) && wanted(rule);
    };
    return run;
}

Result<std::unique_ptr<Run>> run_area(const Arguments& arguments, std::string_view domain, std::string_view read_as,
                                      bool (*belongs)(const Rule&)) {
    auto run = prepare_area(arguments, domain, read_as, belongs);
    if (!run) return run;
    if (auto done = find_and_prove(**run); !done) return tl::unexpected(done.error());
    return run;
}

std::vector<OptionSpec> with_report_options(std::vector<OptionSpec> own, std::string_view fail_on) {
    own.push_back({"--format", "How to print", OptionKind::value, "text", {format_names().begin(), format_names().end()}});
    own.push_back({"--output", "Write to this file instead", OptionKind::value});
    own.push_back({"--fail-on", "Least severity for exit status 1", OptionKind::value, fail_on, {"note", "warning", "error", "never"}});
    own.push_back({"--verbose", "Notes in full", OptionKind::flag});
    return with_check_options(std::move(own));
}

RenderOptions render_options(const Arguments& arguments) {
    RenderOptions options;
    options.width = terminal_width();
    options.colour = colour_wanted() && arguments.text("--output").empty();
    options.verbose = arguments.has("--verbose");
    return options;
}

int print_text(std::string_view text, const Arguments& arguments) {
    if (const auto file = arguments.text("--output"); !file.empty()) {
        if (auto written = write_file(file, text); !written) return give_up(written.error().text());
    } else {
        std::fwrite(text.data(), 1, text.size(), stdout);
    }
    return clean;
}

int print_report(const Report& report, const Arguments& arguments, std::string_view fail_on, const RenderOptions& options,
                 std::string_view before) {
    const auto format = format_from(arguments.text("--format")).value_or(Format::text);
    if (const int status = print_text(std::string{before} + render(report, format, options), arguments); status != clean) return status;
    if (fail_on == "never") return clean;
    const auto least = severity_from(fail_on).value_or(Severity::error);
    for (const auto& finding : report.findings())
        if (finding.severity >= least && finding.proof_state != ProofState::refuted && finding.suppressed.empty()) return found;
    return clean;
}

}  // namespace assay::cli
