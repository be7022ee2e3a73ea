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
#include "world/files.h"

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

// What a run does besides testing.
struct Wishes {
    bool show = false;
    std::string bless;  // the folder whose pages get the findings that were seen; empty: none
};

// Writes what was seen into the page in the folder, the last case first: lines above it stay where they are.
Result<void> bless_page(const std::string& file, std::vector<std::pair<const teach::Case*, CaseResult>> differing) {
    auto text = read_file(file);
    if (!text) return tl::unexpected(text.error());
    std::reverse(differing.begin(), differing.end());
    for (const auto& [wanted, result] : differing) *text = teach::with_findings(*text, *wanted, result.seen);
    return write_file(file, *text);
}

// Prints what failed at once, in one piece: pages are tested side by side.
Tally test_page(const Rule& rule, PageRunner& runner, const Wishes& wishes) {
    const auto path = std::string{rule.path} + ".md";
    auto page = teach::parse_page(rule.page, path);
    if (!page) {
        fmt::print("FAILED {}\n", page.error().text());
        return {.failed = 1};
    }
    Tally tally;
    std::string text;
    std::vector<std::pair<const teach::Case*, CaseResult>> differing;
    for (const auto& wanted : page->cases) {
        const auto result = runner.run(rule, wanted);
        const auto place = fmt::format("{}:{}", path, wanted.line);
        if (result.skipped) {
            ++tally.skipped;
            text += fmt::format("skipped {}: {}\n", place, result.problem);
        } else if (!result.problem.empty()) {
            ++tally.failed;
            text += fmt::format("FAILED {}: {}\n", place, result.problem);
            if (!result.seen.empty() && wanted.expected_begin > 0) differing.emplace_back(&wanted, result);
        } else {
            ++tally.passed;
            if (wishes.show) text += fmt::format("passed {}\n", place);
        }
    }
    if (!wishes.bless.empty() && !differing.empty())
        if (auto done = bless_page(wishes.bless + "/" + path, std::move(differing)); !done) text += fmt::format("not blessed: {}\n", done.error().text());
    fmt::print("{}", text);
    return tally;
}

// A lab each for as many workers as there are processors: a case waits for its server most of the time.
Tally test_pages(const std::vector<const Rule*>& rules, const Wishes& wishes) {
    const auto most = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
    std::atomic<std::size_t> next{0};
    std::vector<std::future<Tally>> workers;
    for (std::size_t i = 0; i < std::min(most, rules.size()); ++i)
        workers.push_back(std::async(std::launch::async, [&] {
            PageRunner runner;
            Tally tally;
            for (auto at = next++; at < rules.size(); at = next++) tally += test_page(*rules[at], runner, wishes);
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
    const auto tally = test_pages(rules, {arguments.has("--verbose"), arguments.text("--bless")});
    fmt::print("{} passed, {} failed, {} skipped\n", tally.passed, tally.failed, tally.skipped);
    return tally.failed == 0 ? clean : found;
}

}  // namespace

extern const Command test_rules;
const Command test_rules{"test-rules", "Execute the cases on rules' pages", "assay test-rules unindexed-foreign-key",
                         {{"RULE", "Only these rules or domains", OptionKind::positional_list},
                          {"--verbose", "Say what passed too", OptionKind::flag},
                          {"--bless", "Write the findings that were seen into the pages under this folder", OptionKind::value}},
                         run};

}  // namespace assay::cli
