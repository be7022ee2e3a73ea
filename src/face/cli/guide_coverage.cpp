// assay guide coverage: what the guide says about each bullet of the mission, and how much of it is executed.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "face/cli/guide_source.h"
#include "render/plain.h"

namespace assay::cli {

namespace {

struct Sum {
    int bullets = 0, served = 0, with_examples = 0;
};

int examples_of(const std::vector<const teach::Topic*>& topics) {
    int count = 0;
    for (const auto* topic : topics) count += teach::executed_examples(*topic);
    return count;
}

void print_bullet(const teach::Bullet& bullet, const std::vector<const teach::Topic*>& topics) {
    std::vector<std::string> names;
    for (const auto* topic : topics) names.push_back(topic->id);
    const int examples = examples_of(topics);
    const auto state = topics.empty() ? std::string{"no topic"} : examples == 0 ? std::string{"words only"} : rendering::counted(examples, "example");
    fmt::print("  {:11}  {}\n", state, bullet.text);
    for (const auto& line : topics.empty() ? std::vector<std::string>{} : rendering::wrapped(joined(names, " "), 64)) fmt::print("{:15}{}\n", "", line);
}

int run(const Arguments& arguments) {
    const auto guide = guide_for(arguments);
    if (!guide) return give_up(guide.error().text());
    Sum sum;
    std::string_view group;
    for (const auto& bullet : guide->mission) {
        const auto topics = guide->serving(bullet.id);
        ++sum.bullets;
        sum.served += topics.empty() ? 0 : 1;
        sum.with_examples += examples_of(topics) > 0 ? 1 : 0;
        if (arguments.has("--uncovered")) {
            if (topics.empty()) fmt::print("{}\n", bullet.id);
            continue;
        }
        if (bullet.group != group) fmt::print("{}{}\n", group.empty() ? "" : "\n", bullet.group);
        group = bullet.group;
        print_bullet(bullet, topics);
    }
    if (arguments.has("--uncovered")) return clean;
    const auto words_only = std::count_if(guide->topics.begin(), guide->topics.end(), [](const auto& topic) { return teach::executed_examples(topic) == 0; });
    std::vector<const teach::Topic*> all;
    for (const auto& topic : guide->topics) all.push_back(&topic);
    fmt::print("\n{} of {} bullets have a topic, {} of them with executed examples.\n{} with {} that the tests execute; {} words only.\n", sum.served, sum.bullets,
               sum.with_examples, rendering::counted(static_cast<long>(all.size()), "topic"), rendering::counted(examples_of(all), "example"),
               words_only == 1 ? "1 has" : fmt::format("{} have", words_only));
    return clean;
}

}  // namespace

extern const Command guide_coverage;
const Command guide_coverage{"coverage", "Which bullets of the mission have topics, and which topics have examples that run", "assay guide coverage",
                             {{"--uncovered", "Only the ids of bullets without a topic", OptionKind::flag}, from_option()}, run, "guide"};

}  // namespace assay::cli
