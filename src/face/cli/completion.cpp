// assay completion: a script for the user's shell, made from the list of commands.
#include <fmt/format.h>

#include "face/cli/command.h"

namespace assay::cli {

namespace {

std::string options_of(const Command& command) {
    std::string text;
    for (const auto& option : command.options)
        if (option.name.substr(0, 2) == "--") text += (text.empty() ? "" : " ") + std::string{option.name};
    return text + (text.empty() ? "--help" : " --help");
}

std::string words_after(std::string_view area) { return fmt::format("{}", fmt::join(verbs(area), " ")); }

void print_bash() {
    fmt::print("_assay() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}} verb=${{COMP_WORDS[1]}}\n"
               "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
               "    COMPREPLY=($(compgen -W '{}' -- \"$word\")); return\n  fi\n", words_after({}));
    for (const Area& area : areas())
        fmt::print("  if [ \"$verb\" = {0} ]; then\n    if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
                   "      COMPREPLY=($(compgen -W '{1}' -- \"$word\")); return\n    fi\n"
                   "    verb=\"{0} ${{COMP_WORDS[2]}}\"\n  fi\n", area.name, words_after(area.name));
    fmt::print("  case $verb in\n");
    for (const Command* command : commands())
        fmt::print("    '{}') COMPREPLY=($(compgen -W '{}' -- \"$word\")) ;;\n", command->words(), options_of(*command));
    fmt::print("  esac\n  [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n}}\ncomplete -o filenames -F _assay assay\n");
}

void print_zsh_list(std::string_view area) {
    fmt::print("  verbs=(\n");
    for (const Command* command : commands())
        if (command->area == area) fmt::print("    '{}:{}'\n", command->name, command->about);
    if (area.empty())
        for (const Area& each : areas()) fmt::print("    '{}:{}'\n", each.name, each.about);
    fmt::print("  )\n");
}

void print_zsh() {
    fmt::print("#compdef assay\n_assay() {{\n  local -a verbs\n  local verb=$words[2]\n");
    print_zsh_list({});
    fmt::print("  if (( CURRENT == 2 )); then _describe 'command' verbs; return; fi\n");
    for (const Area& area : areas()) {
        fmt::print("  if [[ $verb == {} ]]; then\n", area.name);
        print_zsh_list(area.name);
        fmt::print("  if (( CURRENT == 3 )); then _describe 'command' verbs; return; fi\n"
                   "  verb=\"{} $words[3]\"\n  fi\n", area.name);
    }
    fmt::print("  case $verb in\n");
    for (const Command* command : commands()) {
        std::string specs;
        for (const auto& option : command->options)
            if (option.name.substr(0, 2) == "--") specs += fmt::format(" '{}[{}]'", option.name, option.help);
        fmt::print("    '{}') _arguments '*:source:_files' {} ;;\n", command->words(), specs);
    }
    fmt::print("  esac\n}}\n_assay \"$@\"\n");
}

// The condition under which a command, or the word that names it, is being completed.
std::string fish_place(const Command& command) {
    return command.area.empty() ? "__fish_seen_subcommand_from " + std::string{command.name}
                                : fmt::format("__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}",
                                              command.area, command.name);
}

void print_fish() {
    for (const Area& area : areas())
        fmt::print("complete -c assay -n __fish_use_subcommand -a {} -d '{}'\n", area.name, area.about);
    for (const Command* command : commands())
        fmt::print("complete -c assay -n '{}' -a {} -d '{}'\n",
                   command->area.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + std::string{command->area},
                   command->name, command->about);
    for (const Command* command : commands())
        for (const auto& option : command->options)
            if (option.name.substr(0, 2) == "--")
                fmt::print("complete -c assay -n '{}' -l {} -d '{}'\n", fish_place(*command), option.name.substr(2), option.help);
}

int run(const Arguments& arguments) {
    const auto shell = arguments.text("SHELL");
    if (shell == "bash") print_bash();
    if (shell == "zsh") print_zsh();
    if (shell == "fish") print_fish();
    return clean;
}

}  // namespace

extern const Command completion;
const Command completion{"completion", "Print a completion script for a shell", "source <(assay completion bash)",
                         {{"SHELL", "Which shell", OptionKind::positional, {}, {"bash", "zsh", "fish"}, true}}, run};

}  // namespace assay::cli
