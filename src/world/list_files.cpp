#include <fmt/core.h>

#include <algorithm>
#include <cerrno>

#include "world/descriptor.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay {

namespace fs = std::filesystem;

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
        : root_{std::move(root)},
          real_root_{std::move(real_root)},
          wanted_{wanted},
          unreadable_{unreadable} {}

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
        // What the folder says of its entries: asking for each one's status takes as long as all the rest.
        std::error_code error;
        const bool link = entry.is_symlink(error);
        if (!link && entry.is_directory(error))
            return is_skipped(relative) ? Result<void>{} : look_at(relative, depth + 1);
        const bool file = link ? is_file_inside(entry) : entry.is_regular_file(error);
        if (!file) return {};
        if (++seen_ > limits::folder_files)
            return fail(fmt::format("more than {} files; name a smaller folder", limits::folder_files),
                        {root_.string()});
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

Result<std::vector<fs::path>> list_files(const fs::path& root,
                                         const std::function<bool(const fs::path&)>& wanted,
                                         std::vector<fs::path>* unreadable) {
    std::error_code error;
    const auto real_root = fs::canonical(root, error);
    if (error) return failed("cannot list", root, error.value());
    if (!fs::is_directory(real_root, error)) return failed("cannot list", root, ENOTDIR);
    Listing listing{root, real_root, wanted, unreadable};
    if (auto done = listing.look_at({}, 0); !done) return tl::unexpected(done.error());
    return listing.sorted();
}

}  // namespace assay
