// assay doctor: what this machine offers, and what each missing part costs.
#include <fmt/core.h>

#include <algorithm>

#include "face/cli/command.h"
#include "lab/lab.h"
#include "world/files.h"
#include "world/process.h"

namespace assay::cli {

namespace {

void print_servers(const std::vector<lab::Installation>& servers) {
    for (const auto& server : servers) {
        fmt::print("  PostgreSQL {:<8} {} ({})\n", server.version, server.bin.string(), server.origin);
        const bool hypopg = std::find(server.extensions.begin(), server.extensions.end(), "hypopg") != server.extensions.end();
        fmt::print("    {} extensions{}\n", server.extensions.size(), hypopg ? ", hypopg among them" : "");
        if (!hypopg && server.origin == "Debian")
            fmt::print("    without hypopg indexes are tried by building them: apt-get install postgresql-{}-hypopg\n", server.major);
    }
}

int run(const Arguments&) {
    int status = clean;
    const auto servers = lab::installations();
    fmt::print("The lab\n");
    if (servers.empty()) {
        fmt::print("  no PostgreSQL server was found: SQL files cannot be read and nothing can be proven.\n"
                   "  apt-get install postgresql-15 postgresql-15-hypopg, or set ASSAY_POSTGRES_BIN\n");
        status = could_not;
    }
    print_servers(servers);
    if (!servers.empty()) {
        auto server = lab::Server::start();
        if (server) {
            fmt::print("  starts in {:.0f} ms, socket in {}\n", (*server)->start_seconds() * 1000, (*server)->socket_folder().string());
        } else {
            fmt::print("  does not start: {}\n", server.error().text());
            status = could_not;
        }
    }
    fmt::print("Other parts\n");
    if (auto cache = cache_folder())
        fmt::print("  cache          {}\n", cache->string());
    else
        fmt::print("  cache          {}\n", cache.error().text());
    const auto git = find_program("git");
    fmt::print("  git            {}\n", git ? git->string() : "missing: --since and fix's check for uncommitted changes need it");
    return status;
}

}  // namespace

extern const Command doctor;
const Command doctor{"doctor", "Say what this machine offers and what is missing", "assay doctor", {}, run};

}  // namespace assay::cli
