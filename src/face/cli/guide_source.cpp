#include "face/cli/guide_source.h"

#include <algorithm>

#include "core/catalogue.h"

namespace assay::cli {

Result<teach::Guide> guide_for(const Arguments& arguments) {
    const auto folder = arguments.text("--from");
    return folder.empty() ? teach::embedded_guide() : teach::read_guide(folder);
}

OptionSpec from_option() { return {"--from", "Read the guide from this folder, not from the program", OptionKind::value}; }

bool is_rule(std::string_view id) { return catalogue::rule(id) != nullptr; }

bool is_command(std::string_view words) {
    return std::any_of(commands().begin(), commands().end(), [&](const Command* command) { return command->words() == words; });
}

}  // namespace assay::cli
