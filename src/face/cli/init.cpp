// assay init: an assay.toml for this folder, with what was found in it.
#include <fmt/core.h>

#include <filesystem>

#include "domain/domain.h"
#include "face/cli/command.h"
#include "world/files.h"

namespace assay::cli {

namespace {

int run(const Arguments&) {
    if (std::filesystem::exists("assay.toml")) return give_up("assay.toml is there already");
    std::string sources;
    for (const Domain* domain : catalogue::domains())
        if (domain->discover)
            for (const auto& source : domain->discover(".")) {
                fmt::print("found {} ({})\n", source.text, source.what);
                sources += fmt::format("{}\"{}\"", sources.empty() ? "" : ", ", source.text);
            }
    const auto text = fmt::format(
        "# What Assay checks here and how. Every line may go: without this file the folder is searched.\n"
        "[check]\n"
        "sources = [{}]\n"
        "# base = \"postgres://reader@localhost/shop\"   # a live database beside the files, opened read only\n"
        "# workload = \"logs/postgresql.csv\"             # statements that run there: a log, SQL, pg_stat_statements as CSV\n"
        "# fail-on = \"error\"                           # note, warning, error or never\n"
        "# prove = \"top\"                               # none, top or all\n\n"
        "[rules]\n"
        "# \"postgres/varchar-255-habit\" = \"off\"        # on, off, note, warning or error\n\n"
        "# [[ignore]]\n"
        "# rule = \"postgres/unindexed-foreign-key\"\n"
        "# object = \"audit_*\"\n"
        "# reason = \"parents are never deleted\"\n",
        sources);
    if (auto written = write_file("assay.toml", text); !written) return give_up(written.error().text());
    fmt::print("wrote assay.toml; now: assay check\n");
    return clean;
}

}  // namespace

extern const Command init;
const Command init{"init", "Write an assay.toml for this folder", "assay init", {}, run};

}  // namespace assay::cli
