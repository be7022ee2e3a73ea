// Command: one verb of the command line; each lies in a file of its own beside this one.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::cli {

enum class OptionKind : unsigned char { flag, value, list, positional, positional_list };

struct OptionSpec {
    std::string_view name;     // "--format", or "SOURCE" for a positional
    std::string_view help;
    OptionKind kind = OptionKind::value;
    std::string_view initial = {};          // default of a value
    std::vector<std::string_view> choices = {};
    bool required = false;
};

// What the user gave, by option name.
struct Arguments {
    std::map<std::string, std::vector<std::string>, std::less<>> values;
    std::vector<std::string> command_line;

    std::vector<std::string> given_names;  // options that the user gave, not defaults

    bool given(std::string_view name) const {
        for (const auto& known : given_names)
            if (known == name) return true;
        return false;
    }
    bool has(std::string_view name) const { return values.find(name) != values.end(); }
    std::string text(std::string_view name) const {
        const auto found = values.find(name);
        return found == values.end() || found->second.empty() ? std::string{} : found->second.front();
    }
    std::vector<std::string> list(std::string_view name) const {
        const auto found = values.find(name);
        return found == values.end() ? std::vector<std::string>{} : found->second;
    }
};

struct Command {
    std::string_view name;
    std::string_view about;
    std::string_view example;
    std::vector<OptionSpec> options;
    int (*run)(const Arguments&);
    std::string_view area = {};  // "query" for `assay query explain`; empty for what every domain shares

    // As it is typed: "query explain".
    std::string words() const { return area.empty() ? std::string{name} : std::string{area} + " " + std::string{name}; }
};

// What a command starts from: the defaults of its options.
Arguments defaults_of(const Command& command);

// What an area of commands is about, for its help.
struct Area {
    std::string_view name;
    std::string_view about;
    std::string_view otherwise = {};  // the verb that is meant where none of the area's stands: "show" in `assay guide TOPIC`
};
const std::vector<Area>& areas();

// Every command, in the order in which help shows them.
const std::vector<const Command*>& commands();

// The words that may stand first, or second after an area's name.
std::vector<std::string_view> verbs(std::string_view area);

// Exit statuses.
inline constexpr int clean = 0;
inline constexpr int found = 1;
inline constexpr int could_not = 2;

// Options shared by the commands that read sources.
std::vector<OptionSpec> with_source_options(std::vector<OptionSpec> own);

// An error on standard error, with the exit status for it.
int give_up(std::string_view message);

}  // namespace assay::cli
