// assay query snapshot: a live database's schema and planner statistics in one file, without rows.
#include <fmt/core.h>

#include "face/cli/command.h"
#include "lab/live.h"
#include "lab/statistics.h"
#include "world/files.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

Result<std::string> snapshot_of(const std::string& address, bool mask, std::vector<std::string>& notes) {
    Progress progress;
    progress.say("reading statistics");
    auto session = lab::open_live(address);
    if (!session) return tl::unexpected(session.error());
    const int version = session->server_version();
    auto statistics = lab::take_statistics(*session, {.mask = mask});
    if (!statistics) return tl::unexpected(statistics.error());
    notes = statistics->notes;
    progress.say("dumping the schema");
    // A dump program refuses servers that are newer than itself.
    auto installation = lab::choose_installation(version / 10000);
    if (!installation) return tl::unexpected(installation.error());
    auto schema = lab::dump_schema(*installation, address);
    if (!schema) return tl::unexpected(schema.error());
    std::string text = fmt::format("-- Schema and planner statistics of {}, PostgreSQL {}.{}{}. No rows.\n", lab::shown_address(address),
                                   version / 10000, version % 10000, mask ? "; values of statistics are masked" : "");
    for (const auto& note : notes) text += "-- " + note + "\n";
    return text + *schema + "\n" + lab::as_comments(*statistics);
}

int run(const Arguments& arguments) {
    const auto address = arguments.text("SOURCE");
    std::vector<std::string> notes;
    const auto text = snapshot_of(address, arguments.has("--mask"), notes);
    if (!text) return give_up(text.error().text());
    for (const auto& note : notes) fmt::print(stderr, "note: {}\n", note);
    const auto file = arguments.text("--output");
    if (file.empty()) {
        fmt::print("{}", *text);
        return clean;
    }
    if (auto written = write_file(file, *text); !written) return give_up(written.error().text());
    fmt::print(stderr, "{}: {} kB\n", file, text->size() / 1000);
    return clean;
}

}  // namespace

extern const Command query_snapshot;
const Command query_snapshot{
    .name = "snapshot",
    .about = "Write a live database's schema and planner statistics to one file, without rows",
    .example = "assay query snapshot postgres://readonly@db.example/shop --output shop.sql",
    .options = {{"--output", "The file; else standard output", OptionKind::value},
                {"--mask", "Replace values in the statistics by others of the same order", OptionKind::flag},
                {.name = "SOURCE", .help = "postgres://…", .kind = OptionKind::positional, .required = true}},
    .run = run,
    .area = "query",
};

}  // namespace assay::cli
