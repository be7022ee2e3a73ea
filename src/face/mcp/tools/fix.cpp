// fix: what would be written to cure findings, as edits that the assistant may apply; nothing is written here.
#include <fmt/core.h>

#include <algorithm>

#include "domain/postgres/read/fix_writer.h"
#include "face/cli/commands.h"
#include "face/cli/fix.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

std::string shown_path(const std::string& file, const Kept& kept) {
    const auto shown = std::filesystem::path{file}.lexically_proximate(kept.folder);
    return std::filesystem::path{file}.is_absolute() && !shown.empty() ? shown.string() : file;
}

// The edits, or the statement alone where the source is a live database.
Result<Json> edits_for(const Finding& finding, const Kept& kept, int ahead) {
    Json result{{"key", finding.key}, {"title", finding.fix->title}, {"safety", name(finding.fix->safety)}, {"statement", finding.fix->statement},
                {"tried", finding.fix->proof.has_value()}};
    const auto target = cli::fix_target(kept.run->request, finding);
    if (!target) return tl::unexpected(target.error());
    if (!cli::is_file_source(*target)) {
        result["note"] = "assay never writes to a live system: to be run by whoever may";
        return result;
    }
    const auto planned = postgres::plan_fix(*target, finding, ahead);
    if (!planned) return tl::unexpected(planned.error());
    for (const auto& file : *planned)
        result["edits"].push_back({{"file", shown_path(file.file, kept)}, {"action", file.is_new ? "create" : "append"}, {"text", file.added}});
    return result;
}

Result<Json> run(const Json& arguments, Call&, Desk& desk) {
    const auto kept = kept_for(arguments, desk);
    if (!kept) return tl::unexpected(kept.error());
    const std::lock_guard lock{(*kept)->mutex};
    if (!(*kept)->run) return fail("the lab of this report had to make room: check again");
    const Json* given = member(arguments, "keys");
    const bool safe = flag_in(arguments, "safe");
    const auto keys = given ? given->get<std::vector<std::string>>() : std::vector<std::string>{};
    if (keys.empty() && !safe) return fail("name the keys of findings, or say safe");
    Json fixes = Json::array(), left = Json::array();
    std::size_t bytes = 0;
    for (const auto& finding : (*kept)->run->session->report().findings()) {
        if (!cli::fix_is_wanted(finding, keys, safe)) continue;
        auto edits = edits_for(finding, **kept, static_cast<int>(fixes.size()));
        if (!edits) return tl::unexpected(edits.error());
        bytes += dump(*edits).size();
        if (!fixes.empty() && bytes > result_bytes)
            left.push_back(finding.key);
        else
            fixes.push_back(std::move(*edits));
    }
    if (fixes.empty()) return fail("no such finding in this report, or it has no fix that can be written");
    return Json{{"fixes", std::move(fixes)}, {"left", std::move(left)}, {"then", "apply the edits, then check again: the findings must be gone"}};
}

}  // namespace

const Consultation fix{
    .name = "fix",
    .title = "Edits that cure findings",
    .about = "What to write to cure findings: a new migration in the folder's own convention, or text to append. Writes nothing itself.",
    .command = &cli::fix,
    .parameters = {{.name = "report", .required = true}, {.name = "keys", .about = "Findings", .takes = Takes::texts}, {"safe", "--safe"}},
    .output = R"({"type":"object","required":["fixes"],"properties":{"fixes":{"type":"array","items":{"type":"object","properties":{)"
              R"("edits":{"type":"array","items":{"type":"object","required":["file","action","text"]}}}}},)"
              R"("left":{"type":"array","description":"keys to ask for next"}}})",
    .run = run,
};

}  // namespace assay::mcp::tools
