// migrate: what pending migrations lock, rewrite and break; or their statements run in the lab.
#include <algorithm>

#include "core/text.h"
#include "face/cli/commands.h"
#include "face/cli/migrate_history.h"
#include "face/cli/migrate_trace.h"
#include "face/mcp/findings.h"
#include "render/history.h"
#include "render/trace.h"

namespace assay::mcp::tools {

namespace {

// Of a list of objects as many as stay short.
Json short_list(const Json& all) {
    Json shown = Json::array();
    std::size_t bytes = 0;
    for (const auto& each : all) {
        bytes += dump(each).size();
        if (!shown.empty() && bytes > result_bytes) break;
        shown.push_back(each);
    }
    return shown;
}

// What was written for the command, without the folder that the client knows.
Json as_shown(rendering::JsonWriter& json, const Kept& kept) { return Json::parse(replaced(json.take(), kept.folder.string() + "/", "")); }

// The statements' traces, as long as they stay short.
Result<Json> traced(Kept& kept, const cli::Arguments& arguments) {
    const std::lock_guard lock{kept.mutex};
    if (!kept.run) return fail("the lab of this report had to make room: ask again");
    const auto trace = cli::trace_migrations(*kept.run->session, arguments);
    if (!trace) return tl::unexpected(trace.error());
    rendering::JsonWriter json;
    json.object([&] { rendering::write_trace(json, *trace); });
    const auto all = as_shown(json, kept);
    return Json{{"trace", short_list(all["trace"])}, {"statements_in_all", all["trace"].size()}, {"trace_notes", all["trace_notes"]}};
}

// The latest versions of the folder, newest first.
Result<Json> versions(Kept& kept) {
    const std::lock_guard lock{kept.mutex};
    auto* session = kept.run ? kept.run->session.get() : nullptr;
    const auto* history = session ? cli::history_in(*session) : nullptr;
    if (!history) return fail("expected a folder of migrations");
    rendering::JsonWriter json;
    json.object([&] { rendering::write_history(json, *history, cli::applied_in(*session)); });
    auto all = as_shown(json, kept);
    std::reverse(all["history"].begin(), all["history"].end());
    return Json{{"history", short_list(all["history"])}, {"versions_in_all", all["history"].size()}, {"book", all["book"]}};
}

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    auto file = text_instead_of_sources(arguments, "sql", "given.sql");
    if (!file) return tl::unexpected(file.error());
    const auto words = arguments_for(migrate, arguments);
    const bool all = flag_in(arguments, "all");
    const bool history = flag_in(arguments, "history");
    auto run = cli::prepare_area(words, "migration", history ? "history" : all ? "all" : "", history ? cli::judges_history : cli::judges_statements);
    if (!run) return tl::unexpected(run.error());
    if (history) (*run)->find = cli::find_history;
    auto kept = run_and_keep(std::move(*run), "migrations", std::move(*file), call, desk);
    if (!kept) return tl::unexpected(kept.error());
    auto result = page_of_findings(**kept, 0);
    if (history) {
        auto told = versions(**kept);
        if (!told) return tl::unexpected(told.error());
        result.update(*told);
        return result;
    }
    if (!flag_in(arguments, "trace")) return result;
    auto trace = traced(**kept, words);
    if (!trace) return tl::unexpected(trace.error());
    result.update(*trace);
    return result;
}

}  // namespace

const Consultation migrate{
    .name = "migrate",
    .title = "Judge migrations",
    .about = "What pending migrations lock, rewrite and break, with safe forms; with `trace`, each statement run in the lab: locks held, who waits, how long.",
    .command = &cli::migrate_trace,
    .parameters = {{"sources", "SOURCE", "Files or folders of migrations"}, {"sql", "", "A migration's text instead"}, {"base", "--base", "The schema before them"},
                   {.name = "all", .about = "Also files that git has released", .takes = Takes::flag},
                   {.name = "trace", .about = "Run them in the lab", .takes = Takes::flag}, {"rows", "--rows"},
                   {.name = "history", .about = "Instead: order, gaps, heads, edited files, ways back; with base, what the server applied", .takes = Takes::flag}},
    .output = page_of_findings_schema,
    .run = run,
    .verbs = {"migrate lint", "migrate history"},
};

}  // namespace assay::mcp::tools
