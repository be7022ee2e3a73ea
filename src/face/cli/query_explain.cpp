// assay query explain: where a plan's time went, what is wrong with it, and what cures it.
#include "domain/query/model/plan.h"
#include "domain/query/model/statements.h"
#include "face/cli/request.h"
#include "render/plan.h"
#include "render/view.h"

namespace assay::cli {

namespace {

int run(const Arguments& arguments) {
    auto run = run_area(arguments, "query", "plans", [](const Rule& rule) { return !is_about<query::Statements>(rule); });
    if (!run) return give_up(run.error().text());
    Session& session = *(*run)->session;
    const auto plans = session.workspace().all<query::Plan>();
    const auto format = format_from(arguments.text("--format")).value_or(Format::text);
    auto options = render_options(arguments);
    options.more_json = [&](rendering::JsonWriter& json) { rendering::write_plans(json, plans); };
    const auto view = rendering::view_of(session.report(), options);
    std::string trees;
    int number = 0;
    for (const auto* plan : plans) {
        if (format == Format::html) options.more_html += rendering::plan_html(*plan, view, ++number);
        if (format == Format::text) trees += rendering::plan_text(*plan, options);
    }
    return print_report(session.report(), arguments, arguments.text("--fail-on"), options, trees);
}

}  // namespace

extern const Command query_explain;
const Command query_explain{
    .name = "explain",
    .about = "Where a plan's time went, what is wrong with it, and what cures it",
    .example = "psql -XqAt -c 'explain (analyze, buffers) select …' | assay query explain",
    .options = with_report_options({}, "never"),
    .run = run,
    .area = "query",
};

}  // namespace assay::cli
