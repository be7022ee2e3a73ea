#include <fmt/core.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>

#include "world/descriptor.h"
#include "world/files.h"

namespace assay {

namespace fs = std::filesystem;

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
