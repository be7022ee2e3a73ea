// Where the commands of the guide take it from.
#pragma once

#include "face/cli/command.h"
#include "teach/guide.h"

namespace assay::cli {

// The guide in the program, or in the folder that --from names.
Result<teach::Guide> guide_for(const Arguments& arguments);
OptionSpec from_option();

// What topics may name: rules by their ids, commands by their words.
bool is_rule(std::string_view id);
bool is_command(std::string_view words);

}  // namespace assay::cli
