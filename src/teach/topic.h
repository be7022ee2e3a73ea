// Topic: a page of the guide. Front matter says what it serves and goes with, sections are always the same six, and its
// fenced blocks are examples that the tests execute.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "teach/fence.h"

namespace assay::teach {

// What an example must print, word for word, but for the kinds of things that `varies` names.
struct ExpectedOutput {
    std::string text;
    std::vector<std::string> varies;  // of varying_kinds
    int line = 0, end = 0;            // of the opening and the closing fence
};

struct Example {
    enum class Role : unsigned char {
        run,      // to its end; what it prints is compared
        file,     // written into the page's folder, for the blocks below it
        server,   // started beside them, on the port in PORT
        words,    // shown only: `not_run` says why
    };
    std::string language;  // of example_languages
    std::string body;
    int line = 0;
    Role role = Role::run;
    std::string file = {};                   // role file: its name
    std::string session = {};                // sql: which of the page's sessions; "" is the first
    bool waits = false;                 // sql: must wait for another session's lock, and goes on when that lets go
    bool setup = false;                 // left out where a reader reads
    std::optional<std::string> fails = {};   // it must: with this SQLSTATE; "" with any error
    std::vector<std::string> needs = {};     // modules of the language; without them it is skipped by name
    std::vector<std::string> headers = {};   // http: of the answer, shown in this order
    std::string not_run = {};                // role words: the reason
    std::optional<ExpectedOutput> output = {};
};

struct Section {
    std::string heading;
    std::string text;  // Markdown, blocks included
    int line = 0;      // of the heading
};

struct Topic {
    std::string id;    // "redis/rate-limiting": its path in the guide
    std::string path;  // for messages: "guide/redis/rate-limiting.md"
    std::string markdown;
    std::string title;
    std::vector<std::string> serves;    // bullets of the mission, by id
    std::vector<std::string> aliases;   // what people call it, or see when they need it: "offset", "40P01"
    std::vector<std::string> rules;     // "postgres/unindexed-foreign-key"
    std::vector<std::string> commands;  // "query lint"
    std::vector<std::string> related;   // topics, by id
    std::vector<Section> sections;
    std::vector<Example> examples;

    std::string_view area() const { return std::string_view{id}.substr(0, id.find('/')); }
    std::string_view name() const { return std::string_view{id}.substr(id.find('/') + 1); }
};

// Languages whose blocks are examples; blocks of other languages are shown as they are.
const std::vector<std::string_view>& example_languages();
// What an ```output block may say that varies: "times", "ports", "uuids", "dates", "hex", "numbers"; "cache": which of a
// plan's blocks were hit and which read, not how many they were.
const std::vector<std::string_view>& varying_kinds();

// An Error names the line and what was expected: a key of the front matter, a word of a fence, a block without an example.
Result<Topic> parse_topic(std::string markdown, const std::string& id);

// Whether a test can execute any of it.
int executed_examples(const Topic& topic);

// The page with this output in the example's block instead of the one that stands there.
std::string with_output(std::string_view markdown, const ExpectedOutput& expected, std::string_view output);

}  // namespace assay::teach
