#include "world/remove_tree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "world/descriptor.h"

namespace assay {

namespace {

constexpr int deepest = 100;     // one descriptor and one buffer for each level
constexpr int passes_at_most = 8;  // a dying server may add files while we remove

// The kernel's struct linux_dirent64 (getdents64(2)): readdir would allocate.
struct Entry {
    std::uint64_t inode;
    std::int64_t offset;
    std::uint16_t length;
    std::uint8_t type;
    char name[1];
};

bool remove_at(int folder, const char* name, int depth) noexcept;

Descriptor open_folder(int folder, const char* name) noexcept {
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int opened = openat(folder, name, flags);
    if (opened < 0 && errno == EACCES && fchmodat(folder, name, S_IRWXU, 0) == 0)
        opened = openat(folder, name, flags);
    return Descriptor{opened};
}

// Removes what one reading of the folder shows. Returns how many entries went, and whether any stayed.
int remove_entries(int folder, int depth, bool& left) noexcept {
    alignas(Entry) char buffer[2048];
    int removed = 0;
    left = false;
    lseek(folder, 0, SEEK_SET);
    for (;;) {
        const long got = syscall(SYS_getdents64, folder, buffer, sizeof buffer);
        if (got <= 0) return removed;
        for (long at = 0; at < got;) {
            const auto* entry = reinterpret_cast<const Entry*>(buffer + at);
            const char* name = buffer + at + offsetof(Entry, name);
            at += entry->length;
            if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0) continue;
            if (remove_at(folder, name, depth + 1))
                ++removed;
            else
                left = true;
        }
    }
}

bool remove_at(int folder, const char* name, int depth) noexcept {
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT) return true;
    if ((errno != EISDIR && errno != EPERM && errno != EACCES) || depth > deepest) return false;
    const Descriptor opened = open_folder(folder, name);
    if (!opened.is_open()) return false;
    if (fchmod(opened.get(), S_IRWXU) != 0 && errno != EPERM) return false;
    for (int pass = 0; pass < passes_at_most; ++pass) {
        bool left = false;
        const int removed = remove_entries(opened.get(), depth, left);
        if (unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT) return true;
        if (removed == 0 && left) return false;
    }
    return false;
}

}  // namespace

bool remove_tree(const char* path) noexcept { return remove_at(AT_FDCWD, path, 0); }

}  // namespace assay
