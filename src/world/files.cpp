#include "world/files.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <optional>

#include "world/descriptor.h"
#include "world/file_writer.h"
#include "world/limits.h"

namespace assay {

namespace {

namespace fs = std::filesystem;

// Below this, reading costs less than mapping.
constexpr std::size_t mapped_from_bytes = 64u << 10;

tl::unexpected<Error> too_large(const std::string& name) {
    return fail(fmt::format("larger than {} MiB, the limit for one file", limits::file_bytes >> 20), {name});
}

std::string_view kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

// Reads to the end, or one byte past `most`. The code of the error, 0 when there was none. A file that says its size is
// not asked for more.
int read_all(int file, std::string& text, std::size_t most, std::size_t size = 0) {
    if (size > 0) {
        text.resize(size);
        const ssize_t got = read(file, text.data(), size);
        if (got == static_cast<ssize_t>(size)) return 0;
        text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        if (got < 0 && errno != EINTR) return errno;
    }
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
        return fail(fmt::format("cannot read: it is {}, not a regular file", kind_of(status.st_mode)),
                    {path.string()});
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
    if (const int code = read_all(file.get(), bytes.owned_, limits::file_bytes, size))
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
    auto file = FileBytes::open(path);
    if (!file) return tl::unexpected(file.error());
    return std::move(*file).text();
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

// So that the rename itself survives a crash. Not every file system can do it: then it is as it is.
void sync_folder(const fs::path& folder) {
    const Descriptor opened{open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.is_open()) fsync(opened.get());
}

// Mode and owner of the file that it takes the place of.
int make_like(const Descriptor& file, const struct stat& before) {
    // The owner first: changing it takes away bits of the mode. Only root may, and only root needs it.
    if (fchown(file.get(), before.st_uid, before.st_gid) != 0 && errno != EPERM) return errno;
    return fchmod(file.get(), before.st_mode & 07777) == 0 ? 0 : errno;
}

}  // namespace

struct FileWriter::State {
    fs::path path, target;
    std::optional<Draft> draft;  // none where it is written in place
    Descriptor file;
};

FileWriter::FileWriter(std::unique_ptr<State> state) : state_{std::move(state)} {}
FileWriter::FileWriter(FileWriter&&) noexcept = default;
FileWriter& FileWriter::operator=(FileWriter&&) noexcept = default;
FileWriter::~FileWriter() = default;

Result<FileWriter> FileWriter::open(const fs::path& path) {
    auto state = std::make_unique<State>();
    state->path = state->target = path;
    std::optional<struct stat> before;
    if (struct stat status {}; stat(path.c_str(), &status) == 0) {
        if (S_ISDIR(status.st_mode)) return failed("cannot write", path, EISDIR);
        if (!S_ISREG(status.st_mode)) {
            state->file = Descriptor{::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY)};
            if (!state->file.is_open()) return failed("cannot write", path, errno);
            return FileWriter{std::move(state)};
        }
        // A rename would get past a file that is closed to writing.
        if (access(path.c_str(), W_OK) != 0) return failed("cannot write", path, errno);
        before = status;
        std::error_code error;
        state->target = fs::canonical(path, error);
        if (error) return failed("cannot write", path, error.value());
    } else if (errno != ENOENT) {
        return failed("cannot write", path, errno);
    }
    state->draft.emplace(state->target);
    state->file = Descriptor{::open(state->draft->name(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)};
    if (!state->file.is_open()) return failed("cannot write", path, errno);
    if (before)
        if (const int code = make_like(state->file, *before)) return failed("cannot write", path, code);
    return FileWriter{std::move(state)};
}

Result<void> FileWriter::append(std::string_view bytes) {
    if (const int code = write_all(state_->file.get(), bytes)) return failed("cannot write", state_->path, code);
    return {};
}

Result<void> FileWriter::finish() {
    if (!state_->draft) return {};
    if (fsync(state_->file.get()) != 0) return failed("cannot write", state_->path, errno);
    if (!state_->draft->rename_to(state_->target)) return failed("cannot write", state_->path, errno);
    sync_folder(state_->target.parent_path());
    return {};
}

Result<void> write_file(const fs::path& path, std::string_view bytes) {
    auto file = FileWriter::open(path);
    if (!file) return tl::unexpected(file.error());
    if (auto written = file->append(bytes); !written) return written;
    return file->finish();
}

}  // namespace assay
