// Files: reading, writing and listing them, with limits and clear errors.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay {

// A file's bytes: mapped when it is large and the file system allows, else read. Only regular files up to
// limits::file_bytes; a folder, pipe or device is an Error, never a wait. Moves, never copies.
class FileBytes {
public:
    static Result<FileBytes> open(const std::filesystem::path& path);
    FileBytes(FileBytes&&) noexcept;
    FileBytes& operator=(FileBytes&&) noexcept;
    ~FileBytes();

    std::string_view bytes() const {
        return mapped_ ? std::string_view{mapped_, size_} : std::string_view{owned_};
    }
    std::string text() && { return mapped_ ? std::string{mapped_, size_} : std::move(owned_); }

private:
    FileBytes() = default;
    const char* mapped_ = nullptr;
    std::size_t size_ = 0;
    std::string owned_;
};

// The whole file as a string; an Error names the path and the system's reason.
Result<std::string> read_file(const std::filesystem::path& path);
// All of standard input, up to limits::file_bytes.
Result<std::string> read_standard_input();
// Writes beside the target and renames, so that a reader sees the old bytes or the new ones, a crash of
// the machine included. Keeps the mode and owner of a file that was there; a symbolic link stays one. A
// pipe or device is written to as it is.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

// Regular files below `root` in byte order of their paths, without .git, node_modules, and the like. The
// paths begin with `root` (unless it is "."); `wanted` sees them relative to it. Links to folders and links
// out of root are not followed. More than limits::folder_files or folder_depth is an Error. So is a folder
// that may not be read, unless `unreadable` is given, which then names it.
Result<std::vector<std::filesystem::path>> list_files(
    const std::filesystem::path& root, const std::function<bool(const std::filesystem::path&)>& wanted,
    std::vector<std::filesystem::path>* unreadable = nullptr);

// The user's cache folder for assay, made when missing: $ASSAY_CACHE, $XDG_CACHE_HOME/assay,
// ~/.cache/assay; for root, and without a home, /var/tmp/assay-UID, which an unprivileged server can reach
// (an Error when somebody else owns it or may write to it). $ASSAY_CACHE comes first for root too.
Result<std::filesystem::path> cache_folder();

}  // namespace assay
