// JUnit XML: a suite for each rule, a case for each object, a failure for what the run fails on.
#include <fmt/core.h>

#include <map>

#include "render/markup.h"
#include "render/plain.h"
#include "render/view.h"

namespace assay::rendering {

namespace {

struct Suite {
    std::string cases;
    int tests = 0, failures = 0, skipped = 0;
};

std::string opening(std::string_view suite, std::string_view name) {
    return fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped_attribute(suite),
                       escaped_attribute(one_line(name)));
}

std::string details_of(const ShownFinding& finding) {
    std::string details = prose(finding.message);
    if (const auto place = place_of(finding); !place.empty()) details += "\nat " + one_line(place);
    if (finding.count > 1) details += fmt::format("\nand {} more", finding.count - 1);
    for (const auto& object : finding.also) details += "\n  " + one_line(object);
    details += "\nproof: " + prose(finding.proof_text);
    if (finding.proof) {
        details += "\n" + prose(finding.proof->method);
        if (!finding.proof->before.empty()) details += "\nbefore: " + block(finding.proof->before);
        if (!finding.proof->after.empty()) details += "\nafter: " + block(finding.proof->after);
    }
    if (finding.fix)
        details += fmt::format("\nfix ({}): {}", safety_text(*finding.fix), prose(finding.fix->title));
    if (finding.fix && !finding.fix->statement.empty()) details += "\n" + block(finding.fix->statement);
    return details + "\nkey: " + one_line(finding.key) + "\n";
}

void add_finding(Suite& suite, const ShownFinding& finding, const ShownRule& rule, Severity fail_on) {
    ++suite.tests;
    suite.cases += opening(rule.id, finding.object);
    if (finding.location)
        suite.cases += fmt::format(" file=\"{}\"", escaped_attribute(finding.location->file));
    if (finding.location && finding.location->line > 0)
        suite.cases += fmt::format(" line=\"{}\"", finding.location->line);
    suite.cases += ">\n";
    const std::string details = escaped_markup(details_of(finding));
    if (finding.severity >= fail_on && finding.counts()) {
        ++suite.failures;
        suite.cases +=
            fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n", name(finding.severity),
                        escaped_attribute(prose(finding.message)), details);
    } else {
        suite.cases +=
            fmt::format("      <system-out>{}: {}</system-out>\n", name(finding.severity), details);
    }
    suite.cases += "    </testcase>\n";
}

void add_skipped(Suite& suite, std::string_view suite_name, std::string_view name, std::string_view why) {
    ++suite.tests;
    ++suite.skipped;
    suite.cases += fmt::format("{}>\n      <skipped message=\"{}\"/>\n    </testcase>\n",
                               opening(suite_name, name), escaped_attribute(prose(why)));
}

std::map<std::string, Suite> suites_of(const View& view, Severity fail_on) {
    std::map<std::string, Suite> suites;
    for (const ShownFinding& finding : view.findings) {
        const ShownRule& rule = view.rule_of(finding);
        add_finding(suites[rule.id], finding, rule, fail_on);
    }
    for (const Missing& missing : view.missing)
        for (const std::size_t rule : missing.rules) {
            const std::string& id = view.rules[rule].id;
            add_skipped(suites[id], id, "not run", "needs " + missing.needs);
        }
    for (const auto& [source, reason] : view.unread)
        add_skipped(suites["read"], "read", source, "not read: " + reason);
    // A report without a single case is taken for a broken one.
    if (view.counts.all() == 0) {
        Suite& suite = suites["check"];
        ++suite.tests;
        suite.cases += opening("check", "nothing wrong was found") + "/>\n";
    }
    return suites;
}

}  // namespace

std::string junit(const View& view, const RenderOptions& options) {
    const auto suites = suites_of(view, options.fail_on);
    Suite all;
    for (const auto& [id, suite] : suites) {
        all.tests += suite.tests;
        all.failures += suite.failures;
        all.skipped += suite.skipped;
    }
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out += fmt::format(
        "<testsuites name=\"assay\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" "
        "time=\"{:.3f}\">\n",
        all.tests, all.failures, all.skipped, view.seconds);
    for (const auto& [id, suite] : suites)
        out += fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}  "
            "</testsuite>\n",
            escaped_attribute(id), suite.tests, suite.failures, suite.skipped, suite.cases);
    return out + "</testsuites>\n";
}

}  // namespace assay::rendering
