// replay: the experiment of one finding again, statement by statement.
#include <fmt/core.h>

#include <algorithm>

#include "face/cli/commands.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

Json in_full(const Proof& proof) {
    std::string statements;
    for (const auto& statement : proof.transcript()) statements += statement + ";\n";
    return {{"method", proof.method()}, {"before", proof.before()}, {"after", proof.after()}, {"statements", cut(statements, result_bytes)}};
}

Result<Json> run(const Json& arguments, Call&, Desk& desk) {
    const auto kept = kept_for(arguments, desk);
    if (!kept) return tl::unexpected(kept.error());
    const std::lock_guard lock{(*kept)->mutex};
    if (!(*kept)->run) return fail("the lab of this report had to make room: check again");
    auto& session = *(*kept)->run->session;
    const auto key = text_in(arguments, "key").value_or("");
    auto& findings = session.report().findings();
    const auto finding = std::find_if(findings.begin(), findings.end(), [&](const Finding& each) { return each.key == key; });
    if (finding == findings.end()) return fail(fmt::format("{} is no finding of this report", key));
    Budget budget{Milliseconds{60'000}};
    session.prove_one(*finding, budget);
    Json result{{"key", key}, {"object", finding->object}, {"state", proof_text(*finding)}};
    if (finding->proof) result["experiment"] = in_full(*finding->proof);
    if (finding->fix && finding->fix->proof) result["fix"] = in_full(*finding->fix->proof);
    return result;
}

}  // namespace

const Consultation replay{
    .name = "replay",
    .title = "Do an experiment again",
    .about = "Prove one finding of a report again in the lab and show every statement of it and of trying its fix.",
    .command = &cli::replay,
    .parameters = {{.name = "report", .required = true}, {.name = "key", .about = "The finding's key", .required = true}},
    .output = R"({"type":"object","required":["key","state"],"properties":{"state":{"type":"string"},"experiment":{"type":"object"},"fix":{"type":"object"}}})",
    .run = run,
};

}  // namespace assay::mcp::tools
