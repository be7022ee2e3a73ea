// assay guide list: all topics.
#include "face/cli/guide_list.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "face/cli/guide_source.h"

namespace assay::cli {

int print_topics(const teach::Guide& guide, std::string_view area) {
    std::set<std::string_view> areas;
    std::size_t width = 0;
    for (const auto& topic : guide.topics) {
        areas.insert(topic.area());
        width = std::max(width, topic.name().size());
    }
    if (!area.empty() && !areas.contains(area)) return give_up(fmt::format("the guide has no area '{}': there are {}", area, joined({areas.begin(), areas.end()}, ", ")));
    std::string_view before;
    for (const auto& topic : guide.topics) {
        if (!area.empty() && topic.area() != area) continue;
        if (topic.area() != before) fmt::print("{}{}\n", before.empty() ? "" : "\n", topic.area());
        before = topic.area();
        fmt::print("  {:{}}  {}\n", topic.name(), width, topic.title);
    }
    return clean;
}

namespace {

int run(const Arguments& arguments) {
    const auto guide = guide_for(arguments);
    if (!guide) return give_up(guide.error().text());
    return print_topics(*guide, arguments.text("AREA"));
}

}  // namespace

extern const Command guide_list;
const Command guide_list{"list", "All topics", "assay guide list redis", {{"AREA", "Only this area", OptionKind::positional}, from_option()}, run, "guide"};

}  // namespace assay::cli
