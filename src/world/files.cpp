#include "world/files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <pwd.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "world/descriptor.h"
#include "world/limits.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

// Below this, reading costs less than mapping.
constexpr std::size_t mapped_from_bytes = 64u << 10;

tl::unexpected<Error> failed(std::string_view what, const fs::path& path, int code) {
    return fail(fmt::format("{}: {}", what, system_reason(code)), {path.string()});
}

tl::unexpected<Error> too_large(const std::string& name) {
    return fail(fmt::format("larger than {} MiB, the limit for one file", limits::file_bytes >> 20), {name});
}

std::string_view kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

// Reads to the end, or one byte past `most`. The code of the error, 0 when there was none.
int read_all(int file, std::string& text, std::size_t most) {
    char buffer[65536];
    while (text.size() <= most) {
        const ssize_t got = read(file, buffer, std::min(sizeof buffer, most + 1 - text.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno;
        if (got == 0) return 0;
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return 0;
}

int write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) return errno;
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

}  // namespace

Result<FileBytes> FileBytes::open(const fs::path& path) {
    struct stat status {};
    // Looked at before it is opened: opening a device may do something.
    if (stat(path.c_str(), &status) != 0) return failed("cannot read", path, errno);
    if (!S_ISREG(status.st_mode))
        return fail(fmt::format("cannot read: it is {}, not a regular file", kind_of(status.st_mode)), {path.string()});
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    if (!file.is_open() || fstat(file.get(), &status) != 0) return failed("cannot read", path, errno);
    if (!S_ISREG(status.st_mode)) return fail("cannot read: it was replaced meanwhile", {path.string()});
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > limits::file_bytes) return too_large(path.string());

    FileBytes bytes;
    if (size >= mapped_from_bytes) {
        void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
        if (mapped != MAP_FAILED) {
            bytes.mapped_ = static_cast<const char*>(mapped);
            bytes.size_ = size;
            return bytes;
        }
    }
    // Also for files that do not know their size, as in /proc.
    if (const int code = read_all(file.get(), bytes.owned_, limits::file_bytes))
        return failed("cannot read", path, code);
    if (bytes.owned_.size() > limits::file_bytes) return too_large(path.string());
    return bytes;
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : mapped_{std::exchange(other.mapped_, nullptr)},
      size_{std::exchange(other.size_, 0)},
      owned_{std::move(other.owned_)} {}

FileBytes& FileBytes::operator=(FileBytes&& other) noexcept {
    std::swap(mapped_, other.mapped_);
    std::swap(size_, other.size_);
    std::swap(owned_, other.owned_);
    return *this;
}

FileBytes::~FileBytes() {
    if (mapped_) munmap(const_cast<char*>(mapped_), size_);
}

Result<std::string> read_file(const fs::path& path) {
    const auto file = FileBytes::open(path);
    if (!file) return tl::unexpected(file.error());
    return std::string{file->bytes()};
}

Result<std::string> read_standard_input() {
    std::string text;
    if (const int code = read_all(STDIN_FILENO, text, limits::file_bytes))
        return failed("cannot read", "standard input", code);
    if (text.size() > limits::file_bytes) return too_large("standard input");
    return text;
}

// ---- Writing ----

namespace {

// The name of a file in the making, removed unless it was renamed to what it is for.
class Draft {
public:
    explicit Draft(const fs::path& target) {
        std::uint64_t random = 0;
        if (getrandom(&random, sizeof random, 0) < 0) random = static_cast<std::uint64_t>(getpid());
        const auto name = fmt::format(".{}.{:016x}", target.filename().string().substr(0, 200), random);
        path_ = target.parent_path() / name;
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft() {
        if (!path_.empty()) unlink(path_.c_str());
    }

    const char* name() const { return path_.c_str(); }
    bool rename_to(const fs::path& target) {
        if (rename(path_.c_str(), target.c_str()) != 0) return false;
        path_.clear();
        return true;
    }

private:
    fs::path path_;
};

Result<void> write_in_place(const fs::path& path, std::string_view bytes) {
    const Descriptor file{open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY)};
    if (!file.is_open()) return failed("cannot write", path, errno);
    if (const int code = write_all(file.get(), bytes)) return failed("cannot write", path, code);
    return {};
}

// So that the rename itself survives a crash. Not every file system can do it: then it is as it is.
void sync_folder(const fs::path& folder) {
    const Descriptor opened{open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.is_open()) fsync(opened.get());
}

int fill_draft(const Draft& draft, std::string_view bytes, const std::optional<struct stat>& before) {
    const Descriptor file{open(draft.name(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    if (!file.is_open()) return errno;
    if (before) {
        // The owner first: changing it takes away bits of the mode. Only root may, and only root needs it.
        if (fchown(file.get(), before->st_uid, before->st_gid) != 0 && errno != EPERM) return errno;
        if (fchmod(file.get(), before->st_mode & 07777) != 0) return errno;
    }
    if (const int code = write_all(file.get(), bytes)) return code;
    return fsync(file.get()) == 0 ? 0 : errno;
}

}  // namespace

Result<void> write_file(const fs::path& path, std::string_view bytes) {
    std::optional<struct stat> before;
    fs::path target = path;
    if (struct stat status {}; stat(path.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode)) return failed("cannot write", path, EISDIR);
        if (!S_ISREG(status.st_mode)) return write_in_place(path, bytes);
        // A rename would get past a file that is closed to writing.
        if (access(path.c_str(), W_OK) != 0) return failed("cannot write", path, errno);
        before = status;
        std::error_code error;
        target = fs::canonical(path, error);
        if (error) return failed("cannot write", path, error.value());
    } else if (errno != ENOENT) {
        return failed("cannot write", path, errno);
    }
    Draft draft{target};
    if (const int code = fill_draft(draft, bytes, before)) return failed("cannot write", path, code);
    if (!draft.rename_to(target)) return failed("cannot write", path, errno);
    sync_folder(target.parent_path());
    return {};
}

// ---- Listing ----

namespace {

constexpr std::string_view skipped_folders[]{".git",        "node_modules", ".venv", "venv", "__pycache__",
                                             "target",      "build",        "dist",  ".cache"};

bool is_skipped(const fs::path& folder) {
    const auto name = folder.filename();
    for (auto skipped : skipped_folders)
        if (name == skipped) return true;
    return false;
}

bool is_below(const fs::path& path, const fs::path& folder) {
    auto [rest, end] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return rest == folder.end() && end != path.end();
}

class Listing {
public:
    Listing(fs::path root, fs::path real_root, const std::function<bool(const fs::path&)>& wanted,
            std::vector<fs::path>* unreadable)
        : root_{std::move(root)}, real_root_{std::move(real_root)}, wanted_{wanted}, unreadable_{unreadable} {}

    Result<void> look_at(const fs::path& relative, int depth) {
        if (depth > limits::folder_depth)
            return fail(fmt::format("folders are nested more than {} deep", limits::folder_depth),
                        {(root_ / relative).string()});
        std::error_code error;
        fs::directory_iterator at{root_ / relative, error};
        for (; !error && at != fs::directory_iterator{}; at.increment(error))
            if (auto done = look_at_entry(*at, relative / at->path().filename(), depth); !done) return done;
        if (!error || error.value() == ENOENT) return {};  // gone meanwhile, or all seen
        if (!unreadable_ || depth == 0) return failed("cannot list", root_ / relative, error.value());
        unreadable_->push_back(root_ / relative);
        return {};
    }

    std::vector<fs::path> sorted() {
        // As bytes, not as fs::path compares: that is element by element.
        std::sort(found_.begin(), found_.end(),
                  [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
        std::vector<fs::path> paths;
        paths.reserve(found_.size());
        for (auto& path : found_) paths.push_back(root_ == "." ? std::move(path) : root_ / path);
        return paths;
    }

private:
    Result<void> look_at_entry(const fs::directory_entry& entry, const fs::path& relative, int depth) {
        std::error_code error;
        const auto type = entry.symlink_status(error).type();
        if (type == fs::file_type::directory) return is_skipped(relative) ? Result<void>{} : look_at(relative, depth + 1);
        const bool file = type == fs::file_type::regular ||
                          (type == fs::file_type::symlink && is_file_inside(entry));
        if (!file) return {};
        if (++seen_ > limits::folder_files)
            return fail(fmt::format("more than {} files; name a smaller folder", limits::folder_files), {root_.string()});
        if (wanted_(relative)) found_.push_back(relative);
        return {};
    }

    bool is_file_inside(const fs::directory_entry& link) const {
        std::error_code error;
        const auto real = fs::canonical(link.path(), error);
        return !error && is_below(real, real_root_) && fs::is_regular_file(real, error);
    }

    fs::path root_, real_root_;
    const std::function<bool(const fs::path&)>& wanted_;
    std::vector<fs::path>* unreadable_;
    std::vector<fs::path> found_;
    std::size_t seen_ = 0;
};

}  // namespace

Result<std::vector<fs::path>> list_files(const fs::path& root, const std::function<bool(const fs::path&)>& wanted,
                                         std::vector<fs::path>* unreadable) {
    std::error_code error;
    const auto real_root = fs::canonical(root, error);
    if (error) return failed("cannot list", root, error.value());
    if (!fs::is_directory(real_root, error)) return failed("cannot list", root, ENOTDIR);
    Listing listing{root, real_root, wanted, unreadable};
    if (auto done = listing.look_at({}, 0); !done) return tl::unexpected(done.error());
    return listing.sorted();
}

// ---- The cache folder ----

namespace {

// What the environment says, when it is an absolute path: the XDG specification says to ignore others.
std::optional<fs::path> folder_variable(const char* name) {
    const char* value = std::getenv(name);
    if (!value || *value != '/') return {};
    return fs::path{value};
}

fs::path home_folder() {
    if (auto home = folder_variable("HOME")) return *home;
    passwd entry{};
    passwd* found = nullptr;
    char buffer[8192];
    if (getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found) == 0 && found) return found->pw_dir;
    return {};
}

// /var/tmp is open to all: a folder that somebody else put there first must not become our cache.
Result<fs::path> shared_place_folder() {
    const fs::path path = fmt::format("/var/tmp/assay-{}", geteuid());
    if (mkdir(path.c_str(), 0755) == 0) {
        if (chmod(path.c_str(), 0755) != 0) return failed("cannot make the cache folder", path, errno);
    } else if (errno != EEXIST) {
        return failed("cannot make the cache folder", path, errno);
    }
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0) return failed("cannot use the cache folder", path, errno);
    if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid() || (status.st_mode & 022) != 0)
        return fail("cannot use the cache folder: it is not a folder that only this user can write to; "
                    "remove it or set ASSAY_CACHE", {path.string()});
    return path;
}

Result<fs::path> made(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return failed("cannot make the cache folder", path, error.value());
    return path;
}

}  // namespace

Result<fs::path> cache_folder() {
    const char* chosen = std::getenv("ASSAY_CACHE");
    if (chosen && *chosen) {
        std::error_code error;
        const auto absolute = fs::absolute(chosen, error);
        if (error) return failed("cannot use ASSAY_CACHE", chosen, error.value());
        return made(absolute);
    }
    if (geteuid() == 0) return shared_place_folder();
    if (auto cache = folder_variable("XDG_CACHE_HOME")) return made(*cache / "assay");
    if (const auto home = home_folder(); !home.empty() && access(home.c_str(), W_OK) == 0)
        return made(home / ".cache" / "assay");
    return shared_place_folder();
}

}  // namespace assay
