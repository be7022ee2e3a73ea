// What a running server is made of; shared by the files that implement the lab.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "lab/copy_tree.h"
#include "lab/lab.h"
#include "lab/template.h"
#include "world/cleanup.h"
#include "world/process.h"

namespace assay::lab {

// The order matters: members die in reverse, the connection first, then the server, then its folders.
struct Server::State {
    Installation installation;
    ServerUser user;
    std::string superuser;
    std::optional<PrivateFolder> folder;         // holds data/ and the log
    std::optional<PrivateFolder> socket_folder;  // when the other's path is too long for a socket
    std::optional<Child> child;
    double start_seconds = 0;

    // The one session in template1, for what concerns the whole server, one user at a time. Databases are
    // copies of template1, and nobody but the copying session may be in it then.
    std::mutex mutex;
    std::optional<pg::Connection> maintenance;
    std::map<std::string, int, std::less<>> role_uses;  // how many databases a role of the lab serves
    int databases_made = 0;

    const std::filesystem::path& sockets() const { return (socket_folder ? *socket_folder : *folder).path(); }
    std::string conninfo(std::string_view database, std::string_view role) const;
    Result<pg::Connection> connect(std::string_view database, std::string_view role) const;
    Result<pg::Connection> connect_as_superuser(std::string_view database) const;

    // Runs the statements in order and stops at the first that fails. The caller holds the mutex.
    Result<void> maintain(const std::vector<std::string>& statements);
};

}  // namespace assay::lab
