#include "face/cli/since.h"

#include <fmt/core.h>

#include "core/text.h"
#include "world/cleanup.h"
#include "world/process.h"

namespace assay {

namespace fs = std::filesystem;

namespace {

Result<std::string> git(const std::vector<std::string>& words) {
    std::vector<std::string> arguments{"git"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    auto done = run({.arguments = arguments});
    if (!done) return tl::unexpected(done.error());
    if (done->exit_code != 0) return fail("git: " + std::string{trimmed(done->errors)});
    return done->output;
}

// The current folder, changed for as long as this lives: sources keep the names that the user gave them.
class OtherFolder {
public:
    explicit OtherFolder(const fs::path& folder) : before_{fs::current_path()} { fs::current_path(folder); }
    ~OtherFolder() { fs::current_path(before_); }
    OtherFolder(const OtherFolder&) = delete;
    OtherFolder& operator=(const OtherFolder&) = delete;

private:
    fs::path before_;
};

}  // namespace

Result<std::set<std::string>> keys_at(const std::string& reference, const cli::Run& now) {
    auto commit = git({"rev-parse", "--verify", "--end-of-options", reference + "^{commit}"});
    if (!commit) return fail(fmt::format("--since {}: {}", reference, commit.error().message));
    auto prefix = git({"rev-parse", "--show-prefix"});
    auto top = git({"rev-parse", "--show-toplevel"});
    if (!prefix || !top) return tl::unexpected(prefix ? top.error() : prefix.error());
    auto folder = PrivateFolder::make(fs::temp_directory_path(), "since");
    if (!folder) return tl::unexpected(folder.error());
    const auto archive = folder->path() / "tree.tar";
    auto packed = git({"-C", std::string{trimmed(*top)}, "archive", "--output=" + archive.string(), std::string{trimmed(*commit)}});
    if (!packed) return tl::unexpected(packed.error());
    auto unpacked = run({.arguments = {"tar", "-xf", archive.string(), "-C", folder->path().string()}});
    if (!unpacked || unpacked->exit_code != 0) return fail("tar could not unpack the tree of " + reference);

    const auto there = folder->path() / std::string{trimmed(*prefix)};
    std::error_code error;
    if (!fs::exists(there, error)) return std::set<std::string>{};
    const OtherFolder moved{there};
    Request request = now.request;
    request.prove = Prove::none;
    std::erase_if(request.sources, [](const std::string& source) { return source.find("://") == source.npos && !fs::exists(source); });
    if (request.sources.empty() && !now.request.sources.empty()) return std::set<std::string>{};
    Session session{request};
    if (auto done = session.read(); !done) return std::set<std::string>{};
    if (auto done = session.run_rules(); !done) return tl::unexpected(done.error());
    std::set<std::string> keys;
    for (const auto& finding : session.report().findings()) keys.insert(finding.key);
    return keys;
}

Result<bool> is_committed(const std::string& file) {
    auto state = git({"status", "--porcelain", "--ignored", "--", file});
    if (!state) return tl::unexpected(state.error());
    return trimmed(*state).empty();
}

}  // namespace assay
