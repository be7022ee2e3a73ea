#include "lab/copy_tree.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "world/descriptor.h"

namespace assay::lab {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t buffer_bytes = 256u << 10;

tl::unexpected<Error> cannot(const char* what, const fs::path& path) {
    return fail(std::string{"cannot "} + what + ": " + system_reason(errno), {path.string()});
}

class Copier {
public:
    explicit Copier(const ServerUser& owner) : owner_{owner} {}

    Result<void> folder(const fs::path& from, const fs::path& to);

private:
    Result<void> entry(const fs::directory_entry& from, const fs::path& to);
    Result<void> file(const fs::path& from, const fs::path& to);
    Result<void> bytes(int from, int to, const fs::path& path);

    const ServerUser& owner_;
    std::vector<char> buffer_ = std::vector<char>(buffer_bytes);
    bool shares_blocks_ = true;  // until the file system says no
};

Result<void> Copier::folder(const fs::path& from, const fs::path& to) {
    if (mkdir(to.c_str(), S_IRWXU) != 0 && errno != EEXIST) return cannot("make a folder", to);
    if (auto given = hand_over(to, owner_); !given) return given;
    std::error_code error;
    fs::directory_iterator at{from, error};
    for (const fs::directory_iterator end; !error && at != end; at.increment(error))
        if (auto copied = entry(*at, to / at->path().filename()); !copied) return copied;
    if (error) return fail("cannot list: " + error.message(), {from.string()});
    return {};
}

Result<void> Copier::entry(const fs::directory_entry& from, const fs::path& to) {
    std::error_code error;
    const auto kind = from.symlink_status(error).type();
    if (kind == fs::file_type::directory) return folder(from.path(), to);
    if (kind == fs::file_type::regular) return file(from.path(), to);
    if (kind == fs::file_type::symlink) fs::copy_symlink(from.path(), to, error);
    if (error) return fail("cannot copy: " + error.message(), {from.path().string()});
    return {};
}

Result<void> Copier::file(const fs::path& from, const fs::path& to) {
    const Descriptor source{open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    struct stat status{};
    if (!source.is_open() || fstat(source.get(), &status) != 0) return cannot("read", from);
    const Descriptor target{open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.st_mode & 0700)};
    if (!target.is_open()) return cannot("write", to);
    if (owner_.user && fchown(target.get(), *owner_.user, *owner_.group) != 0) return cannot("hand over", to);
    if (status.st_size == 0) return {};
    if (shares_blocks_ && ioctl(target.get(), FICLONE, source.get()) == 0) return {};
    shares_blocks_ = false;
    return bytes(source.get(), target.get(), to);
}

Result<void> Copier::bytes(int from, int to, const fs::path& path) {
    for (;;) {
        const ssize_t got = read(from, buffer_.data(), buffer_.size());
        if (got == 0) return {};
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return cannot("copy", path);
        for (ssize_t done = 0; done < got;) {
            const ssize_t written = write(to, buffer_.data() + done, static_cast<std::size_t>(got - done));
            if (written < 0 && errno != EINTR) return cannot("write", path);
            if (written > 0) done += written;
        }
    }
}

}  // namespace

uid_t ServerUser::uid() const { return user.value_or(geteuid()); }

Result<ServerUser> server_user() {
    if (geteuid() != 0) return ServerUser{};
    for (const char* name : {"postgres", "nobody"}) {
        passwd entry{};
        passwd* found = nullptr;
        char names[4096];
        if (getpwnam_r(name, &entry, names, sizeof names, &found) == 0 && found && entry.pw_uid != 0)
            return ServerUser{entry.pw_uid, entry.pw_gid};
    }
    return fail("root may not run PostgreSQL, and there is no user 'postgres' or 'nobody' to run it as");
}

Result<void> hand_over(const fs::path& path, const ServerUser& owner) {
    if (owner.user && lchown(path.c_str(), *owner.user, *owner.group) != 0) return cannot("hand over", path);
    return {};
}

Result<void> copy_tree(const fs::path& from, const fs::path& to, const ServerUser& owner) {
    return Copier{owner}.folder(from, to);
}

}  // namespace assay::lab
