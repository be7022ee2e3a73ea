#include "world/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace assay {

Result<ByteSource> ByteSource::open(const std::filesystem::path& path) {
    struct stat status {};
    // Looked at before it is opened: opening a device may do something.
    if (stat(path.c_str(), &status) != 0) return failed("cannot read", path, errno);
    if (!S_ISREG(status.st_mode)) return fail("cannot read: it is not a regular file", {path.string()});
    Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)};
    if (!file.is_open() || fstat(file.get(), &status) != 0) return failed("cannot read", path, errno);
    if (!S_ISREG(status.st_mode)) return fail("cannot read: it was replaced meanwhile", {path.string()});
    const int number = file.get();
    return ByteSource{std::move(file), number, path.string(), static_cast<std::uint64_t>(status.st_size)};
}

ByteSource ByteSource::standard_input() { return {Descriptor{}, STDIN_FILENO, "standard input", std::nullopt}; }

Result<std::size_t> ByteSource::read(std::uint64_t offset, char* bytes, std::size_t most) const {
    std::size_t total = 0;
    while (total < most) {
        const ssize_t got = size_ ? pread(file_, bytes + total, most - total, static_cast<off_t>(offset + total))
                                  : ::read(file_, bytes + total, most - total);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("cannot read", name_, errno);
        if (got == 0) break;
        total += static_cast<std::size_t>(got);
    }
    return total;
}

}  // namespace assay
