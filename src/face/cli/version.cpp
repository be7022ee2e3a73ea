// assay version.
#include <fmt/core.h>

#include "face/cli/command.h"

namespace assay::cli {

static int run(const Arguments&) {
    fmt::print("assay {}\n", ASSAY_VERSION);
    return clean;
}

extern const Command version;
const Command version{"version", "Print the version", "assay version", {}, run};

}  // namespace assay::cli
