// assay migrate drift: what of a live server is not as its files have it.
#include "face/cli/migrate_diff.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

int run(const Arguments& arguments) {
    const auto made = drift_of(arguments);
    if (!made) return give_up(made.error().text());
    const int printed = print_schemas(arguments.text("--format") == "json" ? drift_json(*made) : drift_text(*made, terminal_width()), arguments);
    return printed != clean ? printed : made->differences.empty() ? clean : found;
}

}  // namespace

Result<MigrateDrift> drift_of(const Arguments& arguments, const Progress::Listener& on_progress) {
    auto pair = open_schemas(arguments, on_progress);
    if (!pair) return tl::unexpected(pair.error());
    MigrateDrift made{std::move(*pair), {}};
    made.differences = migration::diff::compare(made.pair.a.model, made.pair.b.model, compare_options(arguments));
    return made;
}

extern const Command migrate_drift;
const Command migrate_drift{
    .name = "drift",
    .about = "Say what of a live server is not as its files have it",
    .example = "assay migrate drift postgres://reader@db/shop db/migrations",
    .options = with_schema_options({{.name = "--format", .help = "How to show it", .initial = "text", .choices = {"text", "json"}}}),
    .run = run,
    .area = "migrate",
};

}  // namespace assay::cli
