// assay plugin check: the formats of a plugin for assistants' programs.
#include <fmt/core.h>

#include "face/cli/command.h"
#include "face/plugin.h"

namespace assay::cli {

namespace {

int run(const Arguments& arguments) {
    const auto problems = plugin_problems(arguments.text("FOLDER"));
    if (!problems) return give_up(problems.error().text());
    for (const auto& problem : *problems) fmt::print("{}\n", problem.text());
    if (problems->empty()) fmt::print("the plugin is well formed, and its agent names every tool\n");
    return problems->empty() ? clean : found;
}

}  // namespace

extern const Command plugin_check;
const Command plugin_check{
    .name = "check",
    .about = "Check the formats of a plugin for assistants",
    .example = "assay plugin check plugin",
    .options = {{.name = "FOLDER", .help = "The plugin's folder", .kind = OptionKind::positional, .initial = "."}},
    .run = run,
    .area = "plugin",
};

}  // namespace assay::cli
