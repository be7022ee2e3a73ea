// query_explain: where a plan's time went, what is wrong with it, and what cures it.
#include "core/text.h"
#include "domain/query/model/plan.h"
#include "domain/query/model/statements.h"
#include "face/cli/commands.h"
#include "face/mcp/findings.h"
#include "render/plan.h"

namespace assay::mcp::tools {

namespace {

constexpr std::size_t tree_bytes = 2'500;
constexpr std::size_t most_nodes = 25;

// The plans in words and as trees, the first ones in full.
std::string drawn(Kept& kept) {
    const std::lock_guard lock{kept.mutex};
    if (!kept.run) return {};
    RenderOptions options;
    options.width = 100;
    std::string trees;
    for (const auto* plan : kept.run->session->workspace().all<query::Plan>()) {
        if (trees.size() > tree_bytes) break;
        trees += rendering::plan_text(*plan, options, most_nodes);
    }
    return cut(replaced(trees, kept.folder.string() + "/", ""), tree_bytes);
}

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    auto file = text_instead_of_sources(arguments, "plan", "given.txt");
    if (!file) return tl::unexpected(file.error());
    auto run = cli::prepare_area(arguments_for(query_explain, arguments), "query", "plans", [](const Rule& rule) { return !cli::is_about<query::Statements>(rule); });
    if (!run) return tl::unexpected(run.error());
    auto kept = run_and_keep(std::move(*run), "plan", std::move(*file), call, desk);
    if (!kept) return tl::unexpected(kept.error());
    auto result = page_of_findings(**kept, 0);
    result["tree"] = drawn(**kept);
    return result;
}

}  // namespace

const Consultation query_explain{
    .name = "query_explain",
    .title = "Read a plan",
    .about = "Where the time of an EXPLAIN (ANALYZE, BUFFERS) went, what is wrong with the plan, and what cures it.",
    .command = &cli::query_explain,
    .parameters = {{"plan", "", "EXPLAIN's output: text, JSON, YAML or XML"}, {"sources", "SOURCE", "Files of plans, or logs of auto_explain, instead"}, {"base", "--base"}},
    .output = R"({"type":"object","required":["report","findings","tree"],"properties":{"tree":{"type":"string"},"findings":{"type":"array"}}})",
    .run = run,
};

}  // namespace assay::mcp::tools
