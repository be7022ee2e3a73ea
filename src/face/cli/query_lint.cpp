// assay query lint: anti-patterns in statements, with their places.
#include "domain/query/model/statements.h"
#include "face/cli/request.h"

namespace assay::cli {

namespace {

int run(const Arguments& arguments) {
    auto run = run_area(arguments, "query", "statements", is_about<query::Statements>);
    if (!run) return give_up(run.error().text());
    return print_report((*run)->session->report(), arguments, arguments.text("--fail-on"), render_options(arguments));
}

}  // namespace

extern const Command query_lint;
const Command query_lint{
    .name = "lint",
    .about = "Find anti-patterns in statements",
    .example = "assay query lint queries.sql",
    .options = with_report_options({}, "error"),
    .run = run,
    .area = "query",
};

}  // namespace assay::cli
