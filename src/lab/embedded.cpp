#include "lab/embedded.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <xxhash.h>

#include <string_view>

#include "world/cleanup.h"
#include "world/files.h"

namespace assay::lab {

namespace fs = std::filesystem;

namespace {

// The value behind `"name":"` from `at` on, which moves behind it. The file is written by a program,
// without blanks, and its values are paths without escapes.
std::string_view next_value(std::string_view json, std::string_view name, std::size_t& at) {
    const std::string before = fmt::format("\"{}\":\"", name);
    const auto start = json.find(before, at);
    const auto end = start == json.npos ? json.npos : json.find('"', start + before.size());
    if (end == json.npos) return {};
    at = end;
    return json.substr(start + before.size(), end - start - before.size());
}

// Both are "native/lib/NAME": the link stands beside its target.
Result<void> make_links(const fs::path& native) {
    const auto list = read_file(native / "pg-symlinks.json");
    if (!list) return tl::unexpected(list.error());
    for (std::size_t at = 0;;) {
        const fs::path source{next_value(*list, "source", at)};
        const fs::path target{next_value(*list, "target", at)};
        if (source.empty() || target.empty()) return {};
        const fs::path link = (native.parent_path() / target).lexically_normal();
        const auto below = link.lexically_relative(native);
        if (below.empty() || *below.begin() == "..")
            return fail("names a link outside of its package", {(native / "pg-symlinks.json").string()});
        std::error_code error;
        fs::create_symlink(source.filename(), link, error);
        if (error && error != std::errc::file_exists)
            return fail("cannot make a link: " + error.message(), {link.string()});
    }
}

}  // namespace

Result<fs::path> runnable_bin(const Installation& installation, const ServerUser& user) {
    if (installation.origin != embedded_origin) return installation.bin;
    const auto cache = cache_folder();
    if (!cache) return tl::unexpected(cache.error());
    const fs::path native = installation.bin.parent_path();
    const std::string identity = native.string() + '\n' + std::to_string(user.uid());
    const fs::path home = *cache / fmt::format("server-{}-{:016x}", installation.version,
                                               XXH3_64bits(identity.data(), identity.size()));
    struct stat status{};
    if (lstat(home.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == user.uid())
        return home / "native" / "bin";

    const auto work = PrivateFolder::make(*cache, "server");
    if (!work) return tl::unexpected(work.error());
    const fs::path fresh = work->path() / "server";
    std::error_code error;
    fs::create_directory(fresh, error);
    if (auto copied = copy_tree(native, fresh / "native", user); !copied)
        return tl::unexpected(copied.error());
    if (auto linked = make_links(fresh / "native"); !linked) return tl::unexpected(linked.error());
    if (auto given = hand_over(fresh, user); !given) return tl::unexpected(given.error());
    fs::rename(fresh, home, error);  // fails when another run was faster: then theirs is as good
    if (error && !fs::is_directory(home)) return fail("cannot keep: " + error.message(), {home.string()});
    return home / "native" / "bin";
}

}  // namespace assay::lab
