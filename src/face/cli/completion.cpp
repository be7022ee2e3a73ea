// assay completion: a script for the user's shell, made from the list of commands.
#include <fmt/core.h>

#include "face/cli/command.h"

namespace assay::cli {

namespace {

std::string options_of(const Command& command) {
    std::string text;
    for (const auto& option : command.options)
        if (option.name.substr(0, 2) == "--") text += (text.empty() ? "" : " ") + std::string{option.name};
    return text + (text.empty() ? "--help" : " --help");
}

std::string verbs() {
    std::string text;
    for (const Command* command : commands()) text += (text.empty() ? "" : " ") + std::string{command->name};
    return text;
}

void print_bash() {
    fmt::print("_assay() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}}\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
               "    COMPREPLY=($(compgen -W '{}' -- \"$word\")); return\n  fi\n  case ${{COMP_WORDS[1]}} in\n", verbs());
    for (const Command* command : commands())
        fmt::print("    {}) COMPREPLY=($(compgen -W '{}' -- \"$word\")) ;;\n", command->name, options_of(*command));
    fmt::print("  esac\n  [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$word\"))\n}}\ncomplete -o filenames -F _assay assay\n");
}

void print_zsh() {
    fmt::print("#compdef assay\n_assay() {{\n  local -a verbs\n  verbs=(\n");
    for (const Command* command : commands()) fmt::print("    '{}:{}'\n", command->name, command->about);
    fmt::print("  )\n  if (( CURRENT == 2 )); then _describe 'command' verbs; return; fi\n  case $words[2] in\n");
    for (const Command* command : commands())
        fmt::print("    {}) _arguments '*:source:_files' {} ;;\n", command->name, [&] {
            std::string specs;
            for (const auto& option : command->options)
                if (option.name.substr(0, 2) == "--")
                    specs += fmt::format(" '{}[{}]'", option.name, option.help);
            return specs;
        }());
    fmt::print("  esac\n}}\n_assay \"$@\"\n");
}

void print_fish() {
    for (const Command* command : commands())
        fmt::print("complete -c assay -n __fish_use_subcommand -a {} -d '{}'\n", command->name, command->about);
    for (const Command* command : commands())
        for (const auto& option : command->options)
            if (option.name.substr(0, 2) == "--")
                fmt::print("complete -c assay -n '__fish_seen_subcommand_from {}' -l {} -d '{}'\n", command->name,
                           option.name.substr(2), option.help);
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
