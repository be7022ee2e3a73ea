// Files: reading, writing and listing them, with limits and clear errors.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace assay {

// A file's bytes, mapped where the file system allows, else read. Moves, never copies.
class FileBytes {
public:
    static Result<FileBytes> open(const std::filesystem::path& path);
    FileBytes(FileBytes&&) noexcept;
    FileBytes& operator=(FileBytes&&) noexcept;
    ~FileBytes();

    std::string_view bytes() const { return {data_, size_}; }

private:
    FileBytes() = default;
    const char* data_ = nullptr;
    std::size_t size_ = 0;
    bool mapped_ = false;
    std::string owned_;
};

// The whole file as a string; an Error names the path and the system's reason.
Result<std::string> read_file(const std::filesystem::path& path);
// All of standard input, up to limits::file_bytes.
Result<std::string> read_standard_input();
// Writes beside the target and renames, so that a reader sees the old bytes or the new ones.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

// Regular files below `root` in byte order of their paths, without .git, node_modules, and the like;
// `wanted` sees the path relative to root. Symbolic links out of root are not followed.
Result<std::vector<std::filesystem::path>> list_files(
    const std::filesystem::path& root, const std::function<bool(const std::filesystem::path&)>& wanted);

// The user's cache folder for assay, made when missing: $ASSAY_CACHE, $XDG_CACHE_HOME/assay,
// ~/.cache/assay; as root /var/tmp/assay-0, which an unprivileged server can reach.
Result<std::filesystem::path> cache_folder();

}  // namespace assay
