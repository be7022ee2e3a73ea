#include "teach/topic.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/text.h"
#include "world/limits.h"

namespace assay::teach {

namespace {

std::vector<std::string> listed(std::string_view value) {
    std::vector<std::string> items;
    for (const auto item : split(value, ','))
        if (const auto word = trimmed(item); !word.empty()) items.emplace_back(word);
    return items;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) { return std::find(words.begin(), words.end(), word) != words.end(); }

std::string choices(const std::vector<std::string_view>& words) { return joined({words.begin(), words.end()}, ", "); }

// ---- Front matter: "key: value", a list parted by commas, going on in lines that begin with blanks ----

Result<void> take_key(std::string_view key, std::string_view value, Topic& topic, const Location& place) {
    if (key == "title") return void(topic.title = value), Result<void>{};
    auto* list = key == "serves" ? &topic.serves : key == "aliases" ? &topic.aliases : key == "rules" ? &topic.rules
               : key == "commands" ? &topic.commands : key == "related" ? &topic.related : nullptr;
    if (!list) return fail(fmt::format("'{}': expected title, serves, aliases, rules, commands or related", key), place);
    if (!list->empty()) return fail(fmt::format("'{}' stands here twice", key), place);
    *list = listed(value);
    return {};
}

// Gives the number of lines it takes.
Result<int> read_front_matter(Topic& topic) {
    const auto lines = lines_of(topic.markdown);
    if (lines[0] != "---") return fail("a topic begins with front matter between lines of ---", {topic.path, 1, 1});
    std::string key, value;
    int number = 1, of_key = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto line = lines[i];
        ++number;
        const bool goes_on = starts_with(line, "  ") && !key.empty();
        if (goes_on) {
            value.append(" ").append(trimmed(line));
            continue;
        }
        if (!key.empty())
            if (auto taken = take_key(key, trimmed(value), topic, {topic.path, of_key, 1}); !taken) return tl::unexpected(taken.error());
        if (line == "---") return number;
        const auto colon = line.find(": ");
        if (colon == line.npos) return fail("expected 'key: value' or ---", {topic.path, number, 1});
        key = line.substr(0, colon);
        value = line.substr(colon + 2);
        of_key = number;
    }
    return fail("the front matter does not end: expected ---", {topic.path, number, 1});
}

// ---- Examples ----

constexpr std::array<std::string_view, 5> program_languages{"js", "ts", "python", "java", "sh"};

Result<void> take_word(const std::string& word, Example& example, const Location& place) {
    const auto [key, value] = attribute_of(word);
    if (key == "file" && !value.empty() && value.find('/') == value.npos) {
        example.role = Example::Role::file;
        example.file = value;
    } else if (word == "server" && is_one_of(example.language, program_languages)) {
        example.role = Example::Role::server;
    } else if (key == "not-run" && !value.empty()) {
        example.role = Example::Role::words;
        example.not_run = value;
    } else if (key == "session" && example.language == "sql" && !value.empty()) {
        example.session = value;
    } else if (word == "waits" && example.language == "sql") {
        example.waits = true;
    } else if (word == "setup") {
        example.setup = true;
    } else if (key == "fails" && (word == "fails" || (example.language == "sql" && value.size() == 5))) {
        example.fails = value;
    } else if (key == "needs" && !value.empty()) {
        example.needs = listed(value);
    } else if (key == "headers" && example.language == "http") {
        example.headers = listed(value);
    } else {
        return fail(fmt::format("'{}' in a fence of {}: expected file=NAME, server, not-run=\"reason\", setup, fails, needs=MODULE{}", word, example.language,
                                example.language == "sql"    ? ", session=NAME, waits or fails=SQLSTATE"
                                : example.language == "http" ? " or headers=NAME,NAME"
                                                             : ""),
                    place);
    }
    return {};
}

Result<ExpectedOutput> output_of(const Fence& fence, const Location& place) {
    ExpectedOutput output{fence.body, {}, fence.line, fence.end};
    for (const auto& word : fence.words) {
        const auto [key, value] = attribute_of(word);
        if (key != "varies") return fail(fmt::format("'{}' in a fence of output: expected varies=KIND", word), place);
        output.varies = listed(value);
        for (const auto& kind : output.varies)
            if (!is_one_of(kind, varying_kinds())) return fail(fmt::format("varies={}: expected {}", kind, choices(varying_kinds())), place);
    }
    return output;
}

Result<void> take_fence(const Fence& fence, bool follows_example, Topic& topic) {
    const Location place{topic.path, fence.line, 1};
    if (fence.language == "output") {
        if (!follows_example) return fail("an output block follows an example, and no other block stands between", place);
        auto output = output_of(fence, place);
        if (!output) return tl::unexpected(output.error());
        topic.examples.back().output = std::move(*output);
        return {};
    }
    if (!is_one_of(fence.language, example_languages())) return {};
    Example example{.language = fence.language, .body = fence.body, .line = fence.line};
    for (const auto& word : fence.words)
        if (auto taken = take_word(word, example, place); !taken) return taken;
    topic.examples.push_back(std::move(example));
    return {};
}

Result<void> read_examples(const std::vector<Fence>& fences, Topic& topic) {
    bool follows_example = false;
    for (const auto& fence : fences) {
        if (auto taken = take_fence(fence, follows_example, topic); !taken) return taken;
        follows_example = is_one_of(fence.language, example_languages());
    }
    return {};
}

void cut_sections(const std::vector<Heading>& headings, Topic& topic) {
    const auto lines = lines_of(topic.markdown);
    for (const auto& heading : headings)
        if (heading.level == 2) topic.sections.push_back({heading.text, {}, heading.line});
    for (std::size_t i = 0; i < topic.sections.size(); ++i) {
        auto& section = topic.sections[i];
        const auto end = i + 1 < topic.sections.size() ? static_cast<std::size_t>(topic.sections[i + 1].line) - 1 : lines.size();
        for (auto at = static_cast<std::size_t>(section.line); at < end; ++at) section.text.append(lines[at]).append("\n");
    }
}

}  // namespace

const std::vector<std::string_view>& example_languages() {
    static const std::vector<std::string_view> all{"sql", "redis", "js", "ts", "python", "java", "http", "sh", "mongodb"};
    return all;
}

const std::vector<std::string_view>& varying_kinds() {
    static const std::vector<std::string_view> all{"times", "ports", "uuids", "dates", "hex", "numbers", "cache"};
    return all;
}

Result<Topic> parse_topic(std::string markdown, const std::string& id) {
    Topic topic;
    topic.id = id;
    topic.path = "guide/" + id + ".md";
    topic.markdown = std::move(markdown);
    if (topic.markdown.size() > limits::topic_bytes) return fail(fmt::format("a topic has at most {} KiB", limits::topic_bytes >> 10), {topic.path});
    const auto front = read_front_matter(topic);
    if (!front) return tl::unexpected(front.error());
    const auto blocks = read_blocks(topic.markdown, topic.path);
    if (!blocks) return tl::unexpected(blocks.error());
    if (auto read = read_examples(blocks->fences, topic); !read) return tl::unexpected(read.error());
    cut_sections(blocks->headings, topic);
    return topic;
}

int executed_examples(const Topic& topic) {
    return static_cast<int>(std::count_if(topic.examples.begin(), topic.examples.end(), [](const Example& example) {
        return (example.role == Example::Role::run || example.role == Example::Role::server) && example.language != "mongodb";
    }));
}

std::string with_output(std::string_view markdown, const ExpectedOutput& expected, std::string_view output) {
    return with_lines_between(markdown, expected.line, expected.end, output);
}

}  // namespace assay::teach
