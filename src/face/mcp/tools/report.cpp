// report: the next findings of a report, or one of them in full.
#include <fmt/core.h>

#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

Result<Json> one_finding(const Kept& kept, const std::string& key) {
    for (const auto& finding : kept.report["findings"])
        if (finding["key"] == key) return Json{{"report", kept.handle}, {"finding", finding}};
    return fail(fmt::format("{} is no finding of this report", key));
}

Result<Json> run(const Json& arguments, Call&, Desk& desk) {
    const auto kept = kept_for(arguments, desk);
    if (!kept) return tl::unexpected(kept.error());
    if (const auto key = text_in(arguments, "key")) return one_finding(**kept, *key);
    const Json* from = member(arguments, "from");
    return page_of_findings(**kept, from ? from->get<std::size_t>() : 0);
}

}  // namespace

const Consultation report{
    .name = "report",
    .title = "More of a report",
    .about = "The next findings of a report, or one finding in full: evidence, proof, the fix's SQL.",
    .parameters = {{.name = "report", .required = true},
                   {"key", "", "One finding"},
                   {.name = "from", .about = "`next` of the page before", .takes = Takes::number}},
    .output = R"({"type":"object","required":["report"],"properties":{"finding":{"type":"object"},"findings":{"type":"array"},"next":{"type":["integer","null"]}}})",
    .run = run,
    .experiments = false,
};

}  // namespace assay::mcp::tools
