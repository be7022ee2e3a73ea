#include "teach/topic_checks.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "core/text.h"
#include "core/utf8.h"
#include "teach/figures.h"

namespace assay::teach {

namespace {

constexpr std::size_t block_columns = 78, prose_columns = 150;  // a terminal shows blocks as they are, indented by two
constexpr std::string_view not_yet = "Assay does not look at this yet";

class Complaints {
public:
    explicit Complaints(const Topic& topic) : topic_{topic} {}
    void add(int line, const std::string& what) { all_.push_back(fmt::format("{}:{}: {}", topic_.path, line, what)); }
    std::vector<std::string> all() && { return std::move(all_); }

private:
    const Topic& topic_;
    std::vector<std::string> all_;
};

bool is_kebab(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

const Section* section_of(const Topic& topic, std::string_view heading) {
    const auto found = std::find_if(topic.sections.begin(), topic.sections.end(), [&](const Section& each) { return each.heading == heading; });
    return found == topic.sections.end() ? nullptr : &*found;
}

void check_front_matter(const Topic& topic, const Guide& guide, const KnownNames& known, Complaints& complaints) {
    if (!is_kebab(topic.area()) || !is_kebab(topic.name())) complaints.add(1, "the path is guide/area/name.md, both in lower case with hyphens");
    if (topic.title.empty()) complaints.add(1, "has no title");
    if (topic.aliases.empty()) complaints.add(1, "has no aliases: what do people type who need this page?");
    if (topic.serves.empty()) complaints.add(1, "serves no bullet of the mission: see guide/mission.tsv");
    for (const auto& bullet : topic.serves)
        if (std::none_of(guide.mission.begin(), guide.mission.end(), [&](const Bullet& each) { return each.id == bullet; }))
            complaints.add(1, fmt::format("serves '{}', which is no id in guide/mission.tsv", bullet));
    for (const auto& rule : topic.rules)
        if (!known.is_rule(rule)) complaints.add(1, fmt::format("there is no rule '{}'", rule));
    for (const auto& command : topic.commands)
        if (!known.is_command(command)) complaints.add(1, fmt::format("there is no command '{}'", command));
    for (const auto& other : topic.related)
        if (!guide.topic(other) || other == topic.id) complaints.add(1, fmt::format("related '{}' is no other topic", other));
}

void check_sections(const Topic& topic, Complaints& complaints) {
    std::vector<std::string> headings;
    for (const auto& section : topic.sections) {
        headings.push_back(section.heading);
        if (trimmed(section.text).empty()) complaints.add(section.line, fmt::format("'{}' is empty", section.heading));
    }
    const std::vector<std::string> wanted{topic_sections().begin(), topic_sections().end()};
    if (headings != wanted) complaints.add(1, fmt::format("its sections are '{}', not '{}'", joined(headings, "', '"), joined(wanted, "', '")));
    const auto* here = section_of(topic, "In your system");
    if (here && topic.rules.empty() && topic.commands.empty() && here->text.find(not_yet) == std::string::npos)
        complaints.add(here->line, fmt::format("names no rule and no command in its front matter; where there is none, the section says \"{}\"", not_yet));
}

// "1. PostgreSQL 15 manual, 13.2": sources are numbered from 1, cited in the text as [1], and each is.
void check_sources(const Topic& topic, Complaints& complaints) {
    const auto* sources = section_of(topic, "Sources");
    if (!sources) return;
    int count = 0;
    for (const auto line : lines_of(sources->text))
        if (starts_with(line, fmt::format("{}. ", count + 1))) ++count;
    if (count == 0) return complaints.add(sources->line, "expected a numbered list: 1. …");
    std::vector<bool> cited(static_cast<std::size_t>(count) + 1);
    for (const auto& section : topic.sections) {
        if (&section == sources) continue;
        bool block = false;
        for (const auto line : lines_of(section.text)) {
            if (starts_with(line, "```")) block = !block;
            for (const int number : block ? std::vector<int>{} : citations_in(line)) {
                if (number < 1 || number > count)
                    complaints.add(section.line, fmt::format("cites [{}], and there are {} sources", number, count));
                else
                    cited[static_cast<std::size_t>(number)] = true;
            }
        }
    }
    for (int number = 1; number <= count; ++number)
        if (!cited[static_cast<std::size_t>(number)]) complaints.add(sources->line, fmt::format("source {} is cited nowhere", number));
}

// [Words](../area/name.md) leads to a topic.
void check_links(const Topic& topic, const Guide& guide, std::string_view line, int number, Complaints& complaints) {
    for (std::size_t at = line.find("]("); at != line.npos; at = line.find("](", at + 1)) {
        const auto target = line.substr(at + 2, line.find(')', at) - at - 2);
        if (target.find("://") != target.npos) continue;
        const auto path = (std::filesystem::path{topic.id}.parent_path() / target).lexically_normal();
        if (path.extension() != ".md" || !guide.topic((path.parent_path() / path.stem()).string())) complaints.add(number, fmt::format("the link to {} leads to no topic", target));
    }
}

void check_lines(const Topic& topic, const Guide& guide, Complaints& complaints) {
    bool block = false, output = false;  // what a program prints is as wide as it is
    int number = 0;
    for (const auto line : lines_of(topic.markdown)) {
        ++number;
        const bool fence = starts_with(line, "```");
        if (fence) block = !block;
        if (fence) output = starts_with(line, "```output");
        const auto most = block && !fence && !output ? block_columns : prose_columns;
        if (const auto columns = utf8::characters(line); columns > most) complaints.add(number, fmt::format("{} columns, and at most {} are shown", columns, most));
        if (line.find('\t') != line.npos) complaints.add(number, "holds a tab");
        for (const std::string_view mark : {"TO" "DO", "FIX" "ME"})  // not whole here: the house reads this file too
            if (line.find(mark) != line.npos) complaints.add(number, "is unfinished");
        if (!block && !fence) check_links(topic, guide, line, number, complaints);
    }
}

}  // namespace

const std::vector<std::string_view>& topic_sections() {
    static const std::vector<std::string_view> all{"What it is", "When, and when not", "How", "What goes wrong", "In your system", "Sources"};
    return all;
}

std::vector<std::string> complaints_about(const Topic& topic, const Guide& guide, const KnownNames& known) {
    Complaints complaints{topic};
    check_front_matter(topic, guide, known, complaints);
    check_sections(topic, complaints);
    check_sources(topic, complaints);
    check_lines(topic, guide, complaints);
    for (const auto& figure : unbacked_figures(topic))
        complaints.add(figure.line, fmt::format("nothing backs the figure {}: cite a source, as [1], or let an example print it", figure.text));
    return std::move(complaints).all();
}

std::vector<std::string> complaints_about_coverage(const Guide& guide) {
    std::vector<std::string> complaints;
    for (const auto& bullet : guide.mission) {
        const bool excused = std::find(guide.uncovered.begin(), guide.uncovered.end(), bullet.id) != guide.uncovered.end(), served = !guide.serving(bullet.id).empty();
        if (!served && !excused) complaints.push_back(fmt::format("guide/mission.tsv: no topic serves {}", bullet.id));
        if (served && excused) complaints.push_back(fmt::format("guide/uncovered.tsv: {} has a topic now: take it off the list", bullet.id));
    }
    for (const auto& id : guide.uncovered)
        if (std::none_of(guide.mission.begin(), guide.mission.end(), [&](const Bullet& each) { return each.id == id; }))
            complaints.push_back(fmt::format("guide/uncovered.tsv: {} is no bullet", id));
    return complaints;
}

}  // namespace assay::teach
