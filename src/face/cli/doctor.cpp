// assay doctor: what this machine offers, and what each missing part costs.
#include <fmt/core.h>

#include "face/cli/command.h"
#include "face/machine.h"

namespace assay::cli {

namespace {

void print_servers(const std::vector<lab::Installation>& servers) {
    for (const auto& server : servers) {
        fmt::print("  PostgreSQL {:<8} {} ({})\n", server.version, server.bin.string(), server.origin);
        fmt::print("    {} extensions{}\n", server.extensions.size(), has_hypopg(server) ? ", hypopg among them" : "");
        if (!has_hypopg(server) && server.origin == "Debian")
            fmt::print("    without hypopg indexes are tried by building them: apt-get install postgresql-{}-hypopg\n", server.major);
    }
}

int run(const Arguments&) {
    const auto machine = examine_machine();
    fmt::print("The lab\n");
    print_servers(machine.servers);
    if (machine.lab)
        fmt::print("  starts in {:.0f} ms, socket in {}\n", machine.lab->seconds * 1000, machine.lab->socket_folder.string());
    else
        fmt::print("  {}{}\n", machine.servers.empty() ? "" : "does not start: ", machine.lab.error().text());
    fmt::print("Other parts\n");
    fmt::print("  cache          {}\n", machine.cache ? machine.cache->string() : machine.cache.error().text());
    fmt::print("  git            {}\n", machine.git ? machine.git->string() : std::string{without_git});
    return machine.lab ? clean : could_not;
}

}  // namespace

extern const Command doctor;
const Command doctor{"doctor", "Say what this machine offers and what is missing", "assay doctor", {}, run};

}  // namespace assay::cli
