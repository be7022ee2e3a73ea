// doctor: what this machine offers, and what each missing part costs.
#include "face/cli/commands.h"
#include "face/machine.h"
#include "face/mcp/findings.h"

namespace assay::mcp::tools {

namespace {

Result<Json> run(const Json&, Call&, Desk& desk) {
    const auto machine = examine_machine();
    Json servers = Json::array(), roots = Json::array();
    for (const auto& server : machine.servers) servers.push_back({{"version", server.version}, {"origin", server.origin}, {"hypopg", has_hypopg(server)}});
    for (const auto& root : desk.roots.folders()) roots.push_back(root.string());
    Json result{{"assay", ASSAY_VERSION}, {"postgresql", std::move(servers)}, {"roots", std::move(roots)}, {"databases", desk.roots.database_names()},
                {"git", machine.git ? "there" : without_git}};
    result["lab"] = machine.lab ? Json{{"starts_in_ms", static_cast<int>(machine.lab->seconds * 1000)}} : Json(machine.lab.error().text());
    return result;
}

}  // namespace

const Consultation doctor{
    .name = "doctor",
    .title = "What is there",
    .about = "What this machine offers for experiments, and which folders and databases may be read.",
    .command = &cli::doctor,
    .parameters = {},
    .output = R"({"type":"object","required":["assay","postgresql","roots","databases"]})",
    .run = run,
    .verbs = {"version"},
};

}  // namespace assay::mcp::tools
