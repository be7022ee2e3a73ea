// report: the next findings of a report, one of them in full, or its experiment again, statement by statement.
#include <fmt/core.h>

#include <algorithm>

#include "face/cli/commands.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

tl::unexpected<Error> no_such(const std::string& key) { return fail(fmt::format("{} is no finding of this report", key)); }

Result<Json> one_finding(const Kept& kept, const std::string& key) {
    for (const auto& finding : kept.report["findings"])
        if (finding["key"] == key) return Json{{"report", kept.handle}, {"finding", finding}};
    return no_such(key);
}

Json in_full(const Proof& proof) {
    std::string statements;
    for (const auto& statement : proof.transcript()) statements += statement + ";\n";
    return {{"method", proof.method()}, {"before", proof.before()}, {"after", proof.after()}, {"statements", cut(statements, result_bytes)}};
}

Result<Json> replayed(Kept& kept, const std::string& key) {
    const std::lock_guard lock{kept.mutex};
    if (!kept.run) return fail("the lab of this report had to make room: check again");
    auto& session = *kept.run->session;
    auto& findings = session.report().findings();
    const auto finding = std::find_if(findings.begin(), findings.end(), [&](const Finding& each) { return each.key == key; });
    if (finding == findings.end()) return no_such(key);
    Budget budget{Milliseconds{60'000}};
    session.prove_one(*finding, budget);
    Json result{{"report", kept.handle}, {"key", key}, {"object", finding->object}, {"state", proof_text(*finding)}};
    if (finding->proof) result["experiment"] = in_full(*finding->proof);
    if (finding->fix && finding->fix->proof) result["fix"] = in_full(*finding->fix->proof);
    return result;
}

Result<Json> run(const Json& arguments, Call&, Desk& desk) {
    const auto kept = kept_for(arguments, desk);
    if (!kept) return tl::unexpected(kept.error());
    const auto key = text_in(arguments, "key");
    if (flag_in(arguments, "replay")) return key ? replayed(**kept, *key) : fail("'replay' needs 'key': the finding whose experiment to repeat");
    if (key) return one_finding(**kept, *key);
    const Json* from = member(arguments, "from");
    return page_of_findings(**kept, from ? from->get<std::size_t>() : 0);
}

}  // namespace

const Consultation report{
    .name = "report",
    .title = "More of a report",
    .about = "The next findings of a report; or one in full: evidence, proof, the fix's SQL; or, with `replay`, its experiment again in the lab, "
             "every statement of it and of trying its fix.",
    .command = &cli::replay,
    .parameters = {{.name = "report", .required = true},
                   {"key", "", "One finding"},
                   {.name = "replay", .about = "Prove it again", .takes = Takes::flag},
                   {.name = "from", .about = "`next` of the page before", .takes = Takes::number}},
    .output = R"({"type":"object","required":["report"],"properties":{"finding":{"type":"object"},"findings":{"type":"array"},"next":{"type":["integer","null"]},"state":{"type":"string"},"experiment":{"type":"object"},"fix":{"type":"object"}}})",
    .run = run,
};

}  // namespace assay::mcp::tools
