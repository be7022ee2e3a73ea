// Copying a folder with its files, as fast as the file system allows, and handing it to another user.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

#include "core/result.h"

namespace assay::lab {

// Who a server runs as, when that is not ourselves: root hands its servers to an unprivileged user.
struct ServerUser {
    std::optional<uid_t> user;
    std::optional<gid_t> group;

    uid_t uid() const;  // of the user, or ours
};

// "postgres" if there is one, else "nobody", when we are root; else ourselves.
Result<ServerUser> server_user();

Result<void> hand_over(const std::filesystem::path& path, const ServerUser& owner);

// Copies what is in `from` into the folder `to`, which is made when missing: folders (0700), files with
// their mode, symbolic links as links. Shares blocks where the file system can.
Result<void> copy_tree(const std::filesystem::path& from, const std::filesystem::path& to,
                       const ServerUser& owner);

}  // namespace assay::lab
