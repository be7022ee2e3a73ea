// assay test-rules: executes the cases of rules' pages.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "core/catalogue.h"
#include "core/text.h"
#include "face/cli/command.h"
#include "face/page_runner.h"
#include "face/settings.h"

namespace assay::cli {

namespace {

struct Tally {
    int passed = 0, failed = 0, skipped = 0;

    void operator+=(const Tally& other) {
        passed += other.passed;
        failed += other.failed;
        skipped += other.skipped;
    }
};

// Prints what failed at once, in one piece: pages are tested side by side.
Tally test_page(const Rule& rule, PageRunner& runner, bool show) {
    const auto path = std::string{rule.path} + ".md";
    auto page = teach::parse_page(rule.page, path);
    if (!page) {
        fmt::print("FAILED {}\n", page.error().text());
        return {.failed = 1};
    }
    Tally tally;
    std::string text;
    for (const auto& wanted : page->cases) {
        const auto result = runner.run(rule, wanted);
        const auto place = fmt::format("{}:{}", path, wanted.line);
        if (result.skipped) {
            ++tally.skipped;
            text += fmt::format("skipped {}: {}\n", place, result.problem);
        } else if (!result.problem.empty()) {
            ++tally.failed;
            text += fmt::format("FAILED {}: {}\n", place, result.problem);
        } else {
            ++tally.passed;
            if (show) text += fmt::format("passed {}\n", place);
        }
    }
    fmt::print("{}", text);
    return tally;
}

// A lab each for as many workers as there are processors: a case waits for its server most of the time.
Tally test_pages(const std::vector<const Rule*>& rules, bool show) {
    const auto most = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
    std::atomic<std::size_t> next{0};
    std::vector<std::future<Tally>> workers;
    for (std::size_t i = 0; i < std::min(most, rules.size()); ++i)
        workers.push_back(std::async(std::launch::async, [&] {
            PageRunner runner;
            Tally tally;
            for (auto at = next++; at < rules.size(); at = next++) tally += test_page(*rules[at], runner, show);
            return tally;
        }));
    Tally sum;
    for (auto& worker : workers) sum += worker.get();
    return sum;
}

int run(const Arguments& arguments) {
    const auto wanted = arguments.list("RULE");
    const auto own = OwnRules::read(std::filesystem::current_path());
    if (!own) return give_up(own.error().text());
    std::vector<const Rule*> rules;
    for (const auto* all : {&catalogue::rules(), &own->rules()})
        for (const auto& rule : *all) {
            const auto is_wanted = [&](const std::string& name) {
                return name == rule.facts.id.text || name == rule.short_name() || name == rule.domain();
            };
            if (wanted.empty() || std::any_of(wanted.begin(), wanted.end(), is_wanted)) rules.push_back(&rule);
        }
    const auto tally = test_pages(rules, arguments.has("--verbose"));
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
