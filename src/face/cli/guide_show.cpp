// assay guide TOPIC: a page of the guide.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "face/cli/guide_list.h"
#include "face/cli/guide_source.h"
#include "render/page_text.h"
#include "render/plain.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

constexpr int label_columns = 10;

void print_line(std::string_view label, const std::vector<std::string>& items, int width) {
    if (items.empty()) return;
    for (const auto& line : rendering::wrapped(joined(items, ", "), width - label_columns)) {
        fmt::print("{:{}}{}\n", label, label_columns, line);
        label = {};
    }
}

int run(const Arguments& arguments) {
    const auto guide = guide_for(arguments);
    if (!guide) return give_up(guide.error().text());
    const auto wanted = arguments.text("TOPIC");
    if (wanted.empty()) return print_topics(*guide, {});
    const auto topic = guide->find(wanted);
    if (!topic) return give_up(topic.error().text() + "; assay guide list shows all, assay ask \"…\" looks for words");
    if (arguments.has("--markdown")) {
        fmt::print("{}", (*topic)->markdown);
        return clean;
    }
    const bool colour = colour_wanted();
    const int width = std::min(terminal_width(), 100);
    fmt::print("{}{}{}\n{}\n", colour ? "\x1b[1m" : "", (*topic)->title, colour ? "\x1b[0m" : "", (*topic)->id);
    fmt::print("{}\n", rendering::page_text((*topic)->markdown, {width, colour, arguments.has("--setup")}));
    std::vector<std::string> rules, commands;
    for (const auto& rule : (*topic)->rules) rules.push_back("assay explain " + rule);
    for (const auto& command : (*topic)->commands) commands.push_back("assay " + command);
    print_line("rules", rules, width);
    print_line("commands", commands, width);
    print_line("related", (*topic)->related, width);
    return clean;
}

}  // namespace

extern const Command guide_show;
const Command guide_show{"show", "A topic's page", "assay guide redis/rate-limiting",
                         {{"TOPIC", "A topic's id or name; none: the list", OptionKind::positional},
                          {"--setup", "With the blocks that only prepare an example", OptionKind::flag},
                          {"--markdown", "As it is written", OptionKind::flag},
                          from_option()},
                         run, "guide"};

}  // namespace assay::cli
