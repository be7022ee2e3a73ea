// assay guide run: executes the examples on topics' pages.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <thread>

#include "core/text.h"
#include "face/cli/guide_source.h"
#include "render/plain.h"
#include "teach/run/topic_runner.h"
#include "teach/topic_checks.h"
#include "world/clock.h"
#include "world/files.h"

namespace assay::cli {

namespace {

using State = teach::ExampleResult::State;

struct Tally {
    int passed = 0, failed = 0;
    std::map<std::string, int> skipped, described;  // by the reason

    void operator+=(const Tally& other) {
        passed += other.passed;
        failed += other.failed;
        for (const auto& [reason, count] : other.skipped) skipped[reason] += count;
        for (const auto& [reason, count] : other.described) described[reason] += count;
    }
};

struct Wishes {
    std::string bless;  // the folder of the guide whose pages get the output that was seen; empty: none
    bool verbose = false;
};

// The last block first: lines above it stay where they are.
Result<void> bless(const teach::Topic& topic, const std::vector<teach::ExampleResult>& results, const std::string& folder) {
    auto text = topic.markdown;
    for (auto i = results.size(); i-- > 0;)
        if (results[i].differs) text = teach::with_output(text, *topic.examples[i].output, results[i].output);
    return write_file(folder + "/" + topic.id + ".md", text);
}

std::string shown_problem(const teach::Example& example, const teach::ExampleResult& result) {
    std::string text = result.problem;
    if (result.differs) text += "\n  the page shows\n" + example.output->text + "  it printed\n" + result.output;
    return text;
}

// Says what failed in one piece: topics are run side by side.
Tally run_topic(const teach::Topic& topic, teach::TopicRunner& runner, const Wishes& wishes) {
    const Stopwatch watch;
    const auto results = runner.run(topic);
    Tally tally;
    std::string text;
    bool differs = false;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto& result = results[i];
        tally.passed += result.state == State::passed;
        if (result.state == State::skipped) ++tally.skipped[result.problem];
        if (result.state == State::described) ++tally.described[result.problem];
        differs |= result.differs;
        if (result.state != State::failed) continue;
        ++tally.failed;
        text += fmt::format("FAILED {}:{}: {}\n", topic.path, topic.examples[i].line, shown_problem(topic.examples[i], result));
    }
    if (differs && !wishes.bless.empty())
        if (auto done = bless(topic, results, wishes.bless); !done) text += fmt::format("not blessed: {}\n", done.error().text());
    if (wishes.verbose) text += fmt::format("{:6.2f} s  {}\n", watch.seconds(), topic.id);
    fmt::print("{}", text);
    return tally;
}

// As many at once as there are processors.
Tally run_topics(const std::vector<const teach::Topic*>& topics, const Wishes& wishes) {
    const auto most = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 4);
    std::atomic<std::size_t> next{0};
    std::vector<std::future<Tally>> workers;
    for (std::size_t i = 0; i < std::min(most, topics.size()); ++i)
        workers.push_back(std::async(std::launch::async, [&] {
            teach::TopicRunner runner;
            Tally tally;
            for (auto at = next++; at < topics.size(); at = next++) tally += run_topic(*topics[at], runner, wishes);
            return tally;
        }));
    Tally sum;
    for (auto& worker : workers) sum += worker.get();
    return sum;
}

int check_pages(const std::vector<const teach::Topic*>& topics, const teach::Guide& guide) {
    int count = 0;
    for (const auto* topic : topics)
        for (const auto& complaint : teach::complaints_about(*topic, guide, {is_rule, is_command})) {
            fmt::print("FAILED {}\n", complaint);
            ++count;
        }
    return count;
}

int run(const Arguments& arguments) {
    const auto guide = guide_for(arguments);
    if (!guide) return give_up(guide.error().text());
    std::vector<const teach::Topic*> topics;
    for (const auto& name : arguments.list("TOPIC")) {
        const auto topic = guide->find(name);
        if (!topic) return give_up(topic.error().text());
        topics.push_back(*topic);
    }
    if (topics.empty())
        for (const auto& topic : guide->topics) topics.push_back(&topic);
    if (arguments.has("--bless") && arguments.text("--from").empty()) return give_up("--bless writes the pages of a folder: name it with --from");
    Tally tally;
    tally.failed = check_pages(topics, *guide);
    tally += run_topics(topics, {arguments.has("--bless") ? arguments.text("--from") : "", arguments.has("--verbose")});
    for (const auto& [lacks, count] : tally.skipped) fmt::print("skipped: {}: it is not on this machine\n", rendering::counted(count, "example") + " that needs " + lacks);
    for (const auto& [reason, count] : tally.described) fmt::print("{} described, not executed: {}\n", count, reason);
    fmt::print("{} passed, {} failed\n", tally.passed, tally.failed);
    return tally.failed == 0 ? clean : found;
}

}  // namespace

extern const Command guide_run;
const Command guide_run{"run", "Execute the examples on topics' pages", "assay guide run redis/rate-limiting --from guide --bless",
                        {{"TOPIC", "Only these topics", OptionKind::positional_list},
                         {"--bless", "Write the output that was seen into the pages", OptionKind::flag},
                         {"--verbose", "Say how long each topic took", OptionKind::flag},
                         from_option()},
                        run, "guide"};

}  // namespace assay::cli
