// migrate: what pending migrations lock, rewrite and break; their statements run in the lab; or steps without downtime.
#include <algorithm>

#include "core/text.h"
#include "face/cli/commands.h"
#include "face/cli/migrate_diff.h"
#include "face/cli/migrate_history.h"
#include "face/cli/migrate_plan.h"
#include "face/cli/migrate_trace.h"
#include "face/mcp/findings.h"
#include "render/history.h"
#include "render/steps.h"
#include "render/trace.h"

namespace assay::mcp::tools {

namespace {

// As many of them as stay short; the text of the command has all.
Json beginning_of(const Json& list) {
    return as_many_as_fit(list, result_bytes, [](const Json& each) { return each; });
}

// What a run in the lab has to say, without the folder that only we know.
template <class Write>
Json written(const Kept& kept, Write write) {
    rendering::JsonWriter json;
    json.object([&] { write(json); });
    return Json::parse(replaced(json.take(), kept.folder.string() + "/", ""));
}

// The statements' traces, as long as they stay short.
Result<Json> traced(Kept& kept, const cli::Arguments& arguments) {
    const std::lock_guard lock{kept.mutex};
    if (!kept.run) return fail("the lab of this report had to make room: ask again");
    const auto trace = cli::trace_migrations(*kept.run->session, arguments);
    if (!trace) return tl::unexpected(trace.error());
    const auto all = written(kept, [&](rendering::JsonWriter& json) { rendering::write_trace(json, *trace); });
    return Json{{"trace", beginning_of(all["trace"])}, {"statements_in_all", all["trace"].size()}, {"trace_notes", all["trace_notes"]}};
}

// Steps from the one that is asked for: an assistant comes again for those that had no room.
Result<Json> planned(Kept& kept, const cli::Arguments& arguments, int first) {
    const std::lock_guard lock{kept.mutex};
    if (!kept.run) return fail("the lab of this report had to make room: ask again");
    const auto plan = cli::plan_migrations(*kept.run->session, arguments);
    if (!plan) return tl::unexpected(plan.error());
    const auto all = written(kept, [&](rendering::JsonWriter& json) { rendering::write_steps(json, *plan); });
    Json rest = Json::array();
    for (auto i = static_cast<std::size_t>(std::max(first, 1) - 1); i < all["steps"].size(); ++i) rest.push_back(all["steps"][i]);
    return Json{{"steps", beginning_of(rest)}, {"steps_in_all", all["steps"].size()}, {"end", all["end"]}, {"plan_notes", all["plan_notes"]}};
}

// The latest versions of the folder, newest first.
Result<Json> versions(Kept& kept) {
    const std::lock_guard lock{kept.mutex};
    auto* session = kept.run ? kept.run->session.get() : nullptr;
    const auto* history = session ? cli::history_in(*session) : nullptr;
    if (!history) return fail("expected a folder of migrations");
    auto all = written(kept, [&](rendering::JsonWriter& json) { rendering::write_history(json, *history, cli::applied_in(*session)); });
    std::reverse(all["history"].begin(), all["history"].end());
    return Json{{"history", beginning_of(all["history"])}, {"versions_in_all", all["history"].size()}, {"book", all["book"]}};
}

// The statements that make `to` of `base`, or with `drift` only what differs.
Result<Json> compared(const Json& arguments, Call& call, Desk& desk) {
    std::vector<std::string> schemas;
    for (const auto* name : {"base", "to"}) {
        const auto given = text_in(arguments, name);
        if (!given) return fail("`to` needs `base`: the schema that it is compared with");
        auto admitted = desk.roots.admit(*given);
        if (!admitted) return tl::unexpected(admitted.error());
        schemas.push_back(std::move(*admitted));
    }
    const bool drift = flag_in(arguments, "drift");
    auto words = cli::defaults_of(drift ? cli::migrate_drift : cli::migrate_diff);
    words.values["SCHEMA"] = std::move(schemas);
    const Following following{call};
    std::string text;
    if (drift) {
        const auto made = cli::drift_of(words, following.listener());
        if (!made) return tl::unexpected(made.error());
        text = cli::drift_json(*made);
    } else {
        const auto made = cli::diff_schemas(words, following.listener());
        if (!made) return tl::unexpected(made.error());
        text = cli::diff_json(*made);
    }
    auto result = Json::parse(text);
    const auto* list = drift ? "drift" : "diff";
    result["in_all"] = result[list].size();
    result[list] = beginning_of(result[list]);
    return result;
}

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    if (arguments.contains("to")) return compared(arguments, call, desk);
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
    if (flag_in(arguments, "plan")) {
        auto plan = planned(**kept, words, arguments.value("from_step", 1));
        if (!plan) return tl::unexpected(plan.error());
        plan->emplace("report", result["report"]);  // which has the findings
        return plan;
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
    .about = "What pending migrations lock, rewrite and break, with safe forms; with `trace`, each statement run in the lab: locks held, who waits, how long; with `plan`, steps without downtime. With `to`: the statements that make that schema of `base`.",
    .command = &cli::migrate_trace,
    .parameters = {{"sources", "SOURCE", "Files or folders of migrations"}, {"sql", "", "A migration's text instead"}, {"base", "--base", "The schema before them"},
                   {.name = "all", .about = "Also files that git has released", .takes = Takes::flag},
                   {.name = "trace", .about = "Run them in the lab", .takes = Takes::flag}, {"rows", "--rows"},
                   {.name = "plan", .about = "Steps that keep the application running, each tried in the lab", .takes = Takes::flag},
                   {.name = "from_step", .about = "The first step to show", .takes = Takes::number},
                   {"to", "", "A schema to be reached from `base`"}, {.name = "drift", .about = "Only what differs of the two", .takes = Takes::flag},
                   {.name = "history", .about = "Instead: order, gaps, heads, edited files, ways back; with base, what the server applied", .takes = Takes::flag}},
    .output = R"({"type":"object","properties":{"report":{"type":"string","description":"handle for report, replay, fix and map; lives 30 minutes"},)"
              R"("findings":{"type":"array"},"trace":{"type":"array"},"steps":{"type":"array"},"diff":{"type":"array"},"drift":{"type":"array"},"history":{"type":"array"},"proven":{"type":"boolean"}}})",
    .run = run,
    .verbs = {"migrate lint", "migrate history", "migrate plan", "migrate diff", "migrate drift"},
};

}  // namespace assay::mcp::tools
