// query_log: the statements of PostgreSQL's logs, ranked, and what else the logs tell.
#include <fmt/core.h>

#include <algorithm>

#include "domain/query/read/log.h"
#include "face/cli/commands.h"
#include "face/cli/query_log.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

constexpr std::size_t text_bytes = 300;

Json in_short(const query::Query* ranked) {
    const auto& query = *ranked;
    Json result{{"statement", cut(query.text, text_bytes)}, {"fingerprint", query.fingerprint}, {"calls", query.calls}, {"total_ms", query.total_ms}, {"mean_ms", query.mean_ms()},
                {"max_ms", query.max_ms}};
    if (const auto slow = query.quantile_ms(0.95)) result["p95_ms"] = *slow;
    if (query.errors > 0) result["errors"] = query.errors;
    if (query.temporary_bytes > 0) result["temporary_bytes"] = query.temporary_bytes;
    if (query.lock_waits > 0) result["lock_waits"] = query.lock_waits;
    return result;
}

// Lists of the JSON report, as long as they stay short.
Json part(const Json& all, const char* name) {
    const Json* found = member(all, name);
    if (!found) return nullptr;
    return dump(*found).size() < result_bytes / 5 ? *found : Json(fmt::format("{} entries: `assay query log --format json` shows them", found->size()));
}

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    std::vector<std::string> files;
    for (const auto& file : arguments["files"]) {
        auto admitted = desk.roots.admit(file.get<std::string>());
        if (!admitted) return tl::unexpected(admitted.error());
        files.push_back(std::move(*admitted));
    }
    const Following following{call};
    Progress progress{following.listener()};
    const auto workload = query::read_logs(files, {.prefix = text_in(arguments, "prefix").value_or(""), .progress = &progress});
    if (!workload) return tl::unexpected(workload.error());
    const Json* top = member(arguments, "top");
    const cli::LogReport report{**workload, top ? std::max<std::size_t>(1, top->get<std::size_t>()) : 5, false};
    const auto by = text_in(arguments, "by").value_or("total_time");
    const auto queries = by == "mean_time" ? report.by_mean_time() : by == "calls" ? report.by_calls() : report.by_total_time();
    const auto all = Json::parse(cli::log_as_json(report));
    Json result{{"format", all["format"]}, {"first", all["first"]}, {"last", all["last"]}, {"query_count", all["query_count"]}, {"by", by}, {"queries", as_many_as_fit(queries, result_bytes, in_short)}};
    for (const char* name : {"errors", "deadlocks", "checkpoints", "damage"})
        if (auto more = part(all, name); !more.is_null() && !more.empty()) result[name] = std::move(more);
    return result;
}

}  // namespace

const Consultation query_log{
    .name = "query_log",
    .title = "Rank a log",
    .about = "Rank the statements of PostgreSQL's logs by time, and tell their errors, deadlocks and checkpoints. Values are masked.",
    .command = &cli::query_log,
    .parameters = {{"files", "FILE", "", Takes::texts, true},
                   {.name = "top", .about = "How many queries (5)", .takes = Takes::number},
                   {.name = "by", .about = "Rank by (total_time)", .choices = {"total_time", "mean_time", "calls"}},
                   {"prefix", "--prefix"}},
    .output = R"({"type":"object","required":["queries"],"properties":{"queries":{"type":"array","items":{"type":"object","required":["statement","calls"]}}}})",
    .run = run,
};

}  // namespace assay::mcp::tools
