// Clean-up: folders and children that must be gone when assay is, whatever ends it.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <filesystem>
#include <string_view>

#include "core/result.h"

namespace assay {

// Installs handlers for SIGINT, SIGTERM, SIGHUP and SIGQUIT that kill registered children and remove
// registered folders with async-signal-safe calls only, then die by the same signal. Called once by main.
void install_signal_handlers();

// A private folder (0700) that is removed with everything in it when this object dies or a signal ends
// assay. Its name holds our pid and start time, so that a later run can tell a dead owner's leftovers.
class PrivateFolder {
public:
    static Result<PrivateFolder> make(const std::filesystem::path& parent, std::string_view purpose);
    PrivateFolder(PrivateFolder&& other) noexcept;
    PrivateFolder& operator=(PrivateFolder&& other) noexcept;
    ~PrivateFolder();
    const std::filesystem::path& path() const { return path_; }

private:
    explicit PrivateFolder(std::filesystem::path path) : path_{std::move(path)} {}
    std::filesystem::path path_;
};

// Removes private folders in `parent` whose owner is dead, first killing the servers that still run in them:
// processes without a terminal whose current folder is inside and belongs to the user they run as. Pids
// written in such a folder are not believed: `parent` may be open to everyone, and we may be root.
// Returns how many folders were removed.
int sweep_leftovers(const std::filesystem::path& parent);

// For Child: while registered, a signal that ends us also ends this process group, with `signal` first.
// When the registry is full the child only has its death signal, which the kernel sends.
void register_child(pid_t pid, int signal = SIGKILL);
void forget_child(pid_t pid);

}  // namespace assay
