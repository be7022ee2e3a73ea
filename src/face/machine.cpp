#include "face/machine.h"

#include <algorithm>

#include "world/files.h"
#include "world/process.h"

namespace assay {

namespace {

Result<Machine::Started> start_lab(const std::vector<lab::Installation>& servers) {
    if (servers.empty()) return fail(std::string{without_servers});
    auto server = lab::Server::start();
    if (!server) return tl::unexpected(server.error());
    return Machine::Started{(*server)->start_seconds(), (*server)->socket_folder()};
}

}  // namespace

bool has_hypopg(const lab::Installation& server) {
    return std::find(server.extensions.begin(), server.extensions.end(), "hypopg") != server.extensions.end();
}

Machine examine_machine() {
    auto servers = lab::installations();
    auto started = start_lab(servers);
    return {std::move(servers), std::move(started), cache_folder(), find_program("git")};
}

}  // namespace assay
