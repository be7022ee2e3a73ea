// assay query lint: anti-patterns in statements, with their places.
#include "domain/query/model/statements.h"
#include "face/cli/request.h"

namespace assay::cli {

namespace {

int run(const Arguments& arguments) {
    const Stopwatch watch;
    auto run = prepare_run(arguments);
    if (!run) return give_up(run.error().text());
    Request& request = (*run)->request;
    if (request.sources.empty()) request.sources.push_back("-");
    request.reader = "query";
    request.read_as = "statements";
    request.wanted = [wanted = request.wanted](const Rule& rule) { return rule.domain() == "query" && is_about<query::Statements>(rule) && wanted(rule); };
    if (auto done = find_findings(**run); !done) return give_up(done.error().text());
    Session& session = *(*run)->session;
    session.prove();
    session.report().seconds = watch.seconds();
    return print_report(session.report(), arguments, render_options(arguments));
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
