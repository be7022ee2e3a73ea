// assay migrate lint: what pending migrations lock, rewrite and break.
#include "face/cli/migrate_history.h"

namespace assay::cli {

namespace {

int run(const Arguments& given) {
    auto arguments = given;
    if (arguments.list("SOURCE").empty()) arguments.values["SOURCE"] = {"."};
    auto run = run_area(arguments, "migration", arguments.has("--all") ? "all" : "", judges_statements);
    if (!run) return give_up(run.error().text());
    return print_report((*run)->session->report(), arguments, arguments.text("--fail-on"), render_options(arguments));
}

}  // namespace

extern const Command migrate_lint;
const Command migrate_lint{
    .name = "lint",
    .about = "Find what migrations lock, rewrite and break",
    .example = "assay migrate lint db/migrations",
    .options = with_report_options({{"--all", "Also those that git has released", OptionKind::flag}}, "error"),
    .run = run,
    .area = "migrate",
};

}  // namespace assay::cli
