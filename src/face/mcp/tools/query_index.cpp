// query_index: indexes for a workload, tried on statistics alone.
#include "face/cli/commands.h"
#include "face/cli/query_index.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

// What an index does in figures; which statements it serves is told for the three that gain most.
Json in_short(const Json& index) {
    constexpr std::size_t served_shown = 3;
    Json serves = Json::array();
    for (const auto& served : index["serves"])
        if (serves.size() < served_shown) serves.push_back({{"query", served["query"]}, {"cost_before", served["cost_before"]}, {"cost_after", served["cost_after"]}});
    return {{"statement", index["statement"]}, {"size_bytes", index["size_bytes"]}, {"gain", index["gain"]}, {"serves", std::move(serves)},
            {"serves_in_all", index["serves"].size()}, {"slows", index["slows"].size()}, {"makes_redundant", index["makes_redundant"]}};
}

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    auto words = arguments_for(query_index, arguments);
    std::optional<TextAsFile> file;
    for (const char* option : {"--base", "--workload"}) {
        if (!words.has(option)) continue;
        auto admitted = desk.roots.admit(words.text(option));
        if (!admitted) return tl::unexpected(admitted.error());
        words.values[option] = {std::move(*admitted)};
    }
    if (const auto sql = text_in(arguments, "sql")) {
        auto made = TextAsFile::make(*sql, "given.sql");
        if (!made) return tl::unexpected(made.error());
        file = std::move(*made);
        words.values["--workload"] = {file->path()};
    }
    const Following following{call};
    const auto advice = cli::advise_indexes(words, following.stop(), following.listener());
    if (!advice) return tl::unexpected(advice.error());
    const auto all = Json::parse(cli::index_json(*advice));
    return Json{{"indexes", as_many_as_fit(all["indexes"], result_bytes / 2, in_short)},
                {"indexes_in_all", all["indexes"].size()},
                {"drops", as_many_as_fit(all["drops"], result_bytes / 2, [](const Json& drop) { return drop; })},
                {"cost_before", all["cost_before"]},
                {"cost_after", all["cost_after"]},
                {"complete", all["complete"]},
                {"notes", all["notes"]}};
}

}  // namespace

const Consultation query_index{
    .name = "query_index",
    .title = "Choose indexes",
    .about = "Choose indexes for a workload under a budget of disk, each tried as a hypothetical index on the base's statistics.",
    .command = &cli::query_index,
    .parameters = {{"base", "--base", "A file of `assay query snapshot`, SQL files, or a database's name", Takes::text, true},
                   {"workload", "--workload", "A log, pg_stat_statements as CSV, SQL; none: the database's own"},
                   {"sql", "", "The statements, instead of a workload"},
                   {"budget", "--budget"},
                   {"time", "--time"}},
    .output = R"({"type":"object","required":["indexes","cost_before","cost_after"],"properties":{"indexes":{"type":"array","items":{"type":"object","required":["statement"]}}}})",
    .run = run,
};

}  // namespace assay::mcp::tools
