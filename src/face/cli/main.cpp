// The command line: CLI11 stays in this file.
#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "core/nearest.h"
#include "face/cli/command.h"
#include "world/cleanup.h"

using namespace assay;
using namespace assay::cli;

namespace {

void add_option(CLI::App& app, const OptionSpec& spec, Arguments& arguments) {
    const std::string name{spec.name}, help{spec.help};
    auto& values = arguments.values;
    if (spec.kind == OptionKind::flag) {
        app.add_flag_callback(name, [&values, name] { values[name]; }, help);
        return;
    }
    const auto take = [&arguments, name](std::vector<std::string> given) {
        arguments.given_names.push_back(name);
        arguments.values[name] = std::move(given);
    };
    CLI::Option* option = nullptr;
    if (spec.kind == OptionKind::list || spec.kind == OptionKind::positional_list) {
        option = app.add_option_function<std::vector<std::string>>(name, take, help);
        // A list is an option repeated, one value each: what follows the value may be a source.
        if (spec.kind == OptionKind::list)
            option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false);
    } else {
        option = app.add_option_function<std::string>(name, [take](const std::string& given) { take({given}); }, help);
    }
    if (spec.required) option->required();
    if (!spec.choices.empty()) {
        std::vector<std::string> choices(spec.choices.begin(), spec.choices.end());
        option->check(CLI::IsMember(choices));
    }
    if (!spec.initial.empty()) option->description(help + " [" + std::string{spec.initial} + "]");
}

// A mistyped verb is the first word that is no option, or the second after an area.
std::optional<int> unknown_command(int count, char** words) {
    std::string_view area;
    for (int i = 1; i < std::min(count, 3) && words[i][0] != '-'; ++i) {
        const std::string_view word = words[i];
        const auto known = verbs(area);
        if (std::find(known.begin(), known.end(), word) == known.end()) {
            const auto near = nearest(word, known);
            return give_up(fmt::format("there is no command '{}{}{}'{}; see assay {}--help", area, area.empty() ? "" : " ",
                                       word, near.empty() ? "" : ": did you mean '" + near + "'?",
                                       area.empty() ? "" : std::string{area} + " "));
        }
        const auto is_area = [&](const Area& each) { return each.name == word; };
        if (std::none_of(areas().begin(), areas().end(), is_area)) break;
        area = word;
    }
    return {};
}

// `assay guide TOPIC` is `assay guide show TOPIC`.
std::vector<char*> with_the_verb_that_is_meant(int count, char** words) {
    std::vector<char*> all(words, words + count);
    if (count < 2) return all;
    const auto area = std::find_if(areas().begin(), areas().end(), [&](const Area& each) { return each.name == words[1] && !each.otherwise.empty(); });
    if (area == areas().end()) return all;
    const std::string_view next = count > 2 ? words[2] : "";
    const auto known = verbs(area->name);
    if (next != "--help" && next != "-h" && std::find(known.begin(), known.end(), next) == known.end())
        all.insert(all.begin() + 2, const_cast<char*>(area->otherwise.data()));
    return all;
}

CLI::App* find_area(CLI::App& app, std::string_view area) {
    for (auto* sub : app.get_subcommands([&](CLI::App* each) { return each->get_name() == area; })) return sub;
    return nullptr;
}

// An area is a command whose own commands are its verbs.
CLI::App& parent_of(const Command& command, CLI::App& app) {
    if (command.area.empty()) return app;
    if (auto* there = find_area(app, command.area)) return *there;
    const auto area = std::find_if(areas().begin(), areas().end(), [&](const Area& each) { return each.name == command.area; });
    auto* made = app.add_subcommand(std::string{area->name}, std::string{area->about});
    made->require_subcommand(1);
    return *made;
}

}  // namespace

int main(int given_count, char** given) {
    install_signal_handlers();
    auto meant = with_the_verb_that_is_meant(given_count, given);
    const int count = static_cast<int>(meant.size());
    char** words = meant.data();
    CLI::App app{"Assay reads a back end's artefacts, finds what is wrong, proves it and offers a fix it has tried."};
    app.require_subcommand(1);
    app.set_version_flag("--version", "assay " ASSAY_VERSION);
    Arguments arguments;
    arguments.command_line.assign(given, given + given_count);
    std::map<const CLI::App*, Arguments> per_command;
    for (const Command* command : commands()) {
        auto* sub = parent_of(*command, app).add_subcommand(std::string{command->name}, std::string{command->about});
        sub->footer("Example:\n  " + std::string{command->example});
        Arguments& own = per_command[sub] = defaults_of(*command);
        own.command_line = arguments.command_line;
        for (const auto& option : command->options) add_option(*sub, option, own);
    }
    if (const auto status = unknown_command(count, words)) return *status;
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);
        return status == 0 ? clean : could_not;
    }
    for (const Command* command : commands()) {
        auto* sub = parent_of(*command, app).get_subcommand(std::string{command->name});
        if (!sub->parsed()) continue;
        try {
            return command->run(per_command[sub]);
        } catch (const std::exception& error) {
            return give_up(fmt::format("internal error: {}", error.what()));
        }
    }
    return could_not;
}
