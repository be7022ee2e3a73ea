// assay test-rules: executes the cases of rules' pages.
#include <fmt/core.h>

#include <algorithm>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/cli/command.h"
#include "face/page_runner.h"
#include "face/settings.h"

namespace assay::cli {

namespace {

struct Tally {
    int passed = 0, failed = 0, skipped = 0;
};

void test_page(const Rule& rule, PageRunner& runner, Tally& tally, bool show) {
    const auto path = std::string{rule.path} + ".md";
    auto page = teach::parse_page(rule.page, path);
    if (!page) {
        ++tally.failed;
        fmt::print("FAILED {}\n", page.error().text());
        return;
    }
    for (const auto& wanted : page->cases) {
        const auto result = runner.run(rule, wanted);
        const auto place = fmt::format("{}:{}", path, wanted.line);
        if (result.skipped) {
            ++tally.skipped;
            fmt::print("skipped {}: {}\n", place, result.problem);
        } else if (!result.problem.empty()) {
            ++tally.failed;
            fmt::print("FAILED {}: {}\n", place, result.problem);
        } else {
            ++tally.passed;
            if (show) fmt::print("passed {}\n", place);
        }
    }
}

int run(const Arguments& arguments) {
    const auto wanted = arguments.list("RULE");
    PageRunner runner;
    Tally tally;
    const auto own = OwnRules::read(std::filesystem::current_path());
    if (!own) return give_up(own.error().text());
    std::vector<Rule> rules = catalogue::rules();
    rules.insert(rules.end(), own->rules().begin(), own->rules().end());
    for (const auto& rule : rules) {
        const auto is_wanted = [&](const std::string& name) {
            return name == rule.facts.id.text || name == rule.short_name() || name == rule.domain();
        };
        if (!wanted.empty() && std::none_of(wanted.begin(), wanted.end(), is_wanted)) continue;
        test_page(rule, runner, tally, arguments.has("--verbose"));
    }
    fmt::print("{} passed, {} failed, {} skipped\n", tally.passed, tally.failed, tally.skipped);
    return tally.failed == 0 ? clean : found;
}

}  // namespace

extern const Command test_rules;
const Command test_rules{"test-rules", "Execute the cases on rules' pages", "assay test-rules unindexed-foreign-key",
                         {{"RULE", "Only these rules or domains", OptionKind::positional_list},
                          {"--verbose", "Say what passed too", OptionKind::flag}},
                         run};

}  // namespace assay::cli
