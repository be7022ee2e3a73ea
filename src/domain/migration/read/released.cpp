#include "domain/migration/read/released.h"

#include <filesystem>

#include "core/text.h"
#include "world/process.h"

namespace assay::migration {

namespace fs = std::filesystem;

namespace {

std::optional<std::string> git(const std::string& folder, const std::vector<std::string>& words) {
    std::vector<std::string> arguments{"git", "-C", folder};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const auto done = run({.arguments = arguments});
    if (!done || done->exit_code != 0) return {};
    return std::string{trimmed(done->output)};
}

std::optional<std::string> commit(const std::string& folder, const std::string& name) {
    return git(folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
}

// The commit up to which everything is released.
std::optional<std::string> released_commit(const std::string& folder) {
    const auto head = commit(folder, "HEAD");
    if (!head) return {};
    const auto branch = git(folder, {"rev-parse", "--abbrev-ref", "HEAD"});
    for (const char* name : {"origin/HEAD", "origin/main", "origin/master", "main", "master"}) {
        const auto there = commit(folder, name);
        if (!there) continue;
        if (branch && *branch == name) return head;  // no upstream: what is committed on the default branch
        return git(folder, {"merge-base", *head, *there});
    }
    return head;
}

}  // namespace

std::optional<Released> released_below(const std::string& folder) {
    const auto released = released_commit(folder);
    const auto top = git(folder, {"rev-parse", "--show-toplevel"});
    if (!released || !top) return {};
    const auto there = git(folder, {"ls-tree", "-r", "-z", "--full-name", "--name-only", *released, "."});
    const auto changed = git(folder, {"diff", "--name-only", "-z", *released, "--", "."});
    if (!there || !changed) return {};
    Released released_files;
    auto& [unchanged, edited] = released_files;
    std::error_code none;
    for (const auto name : split(*there, '\0'))
        if (!name.empty()) unchanged.insert(fs::weakly_canonical(fs::path{*top} / name, none).string());
    for (const auto name : split(*changed, '\0'))
        if (!name.empty())
            if (auto file = unchanged.extract(fs::weakly_canonical(fs::path{*top} / name, none).string())) edited.insert(std::move(file));
    return released_files;
}

}  // namespace assay::migration
