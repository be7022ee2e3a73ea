#include "face/mcp/roots.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "lab/live.h"

namespace assay::mcp {

namespace fs = std::filesystem;

namespace {

bool is_inside(const fs::path& path, const fs::path& folder) {
    const auto [end, _] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

}  // namespace

Result<Roots> Roots::make(const std::vector<std::string>& folders, const std::vector<std::string>& databases) {
    Roots roots;
    for (const auto& folder : folders) {
        std::error_code error;
        const auto path = fs::canonical(folder, error);
        if (error || !fs::is_directory(path)) return fail("--root: no such folder", {folder});
        roots.folders_.push_back(path);
    }
    for (const auto& text : databases) {
        const auto equals = text.find('=');
        const auto name = text.substr(0, equals), address = equals == text.npos ? std::string{} : text.substr(equals + 1);
        if (name.empty() || !lab::is_address(address))
            return fail("--database: expected NAME=postgres://…");
        roots.databases_[name] = address;
    }
    return roots;
}

std::vector<std::string> Roots::database_names() const {
    std::vector<std::string> names;
    for (const auto& [name, address] : databases_) names.push_back(name);
    return names;
}

Result<std::string> Roots::admit(const std::string& source) const {
    if (const auto database = databases_.find(source); database != databases_.end()) return database->second;
    if (source.find("://") != source.npos)
        return fail("databases are named, not addressed: whoever starts this server allows one with --database NAME=postgres://…");
    std::error_code error;
    const bool nameable = !source.empty() && source.find('\0') == source.npos;
    const auto path = nameable ? fs::canonical(source, error) : fs::path{};
    // What is outside is not told from what is missing.
    if (error || !nameable || std::none_of(folders_.begin(), folders_.end(), [&](const fs::path& root) { return is_inside(path, root); }))
        return fail(fmt::format("no such file or folder in the folders that this server may read ({})", folders_.front().string()), {source});
    const auto relative = path.lexically_proximate(folders_.front()).string();
    if (is_url(relative)) return fail("its name reads like the address of a database", {source});
    return relative;
}

std::string Roots::masked(std::string text) const {
    for (const auto& [name, address] : databases_) {
        text = replaced(text, address, name);
        const auto user = address.find("://") + 3, at = address.find('@', user), colon = address.find(':', user);
        if (at == address.npos || colon >= at || colon + 1 == at) continue;
        text = replaced(text, address.substr(colon + 1, at - colon - 1), "***");
    }
    return text;
}

Result<void> Roots::admit(Request& request) const {
    for (auto& source : request.sources) {
        auto admitted = admit(source);
        if (!admitted) return tl::unexpected(admitted.error());
        source = std::move(*admitted);
    }
    if (request.sources.empty()) request.sources.emplace_back(".");
    for (auto* named : {&request.base, &request.workload}) {
        if (named->empty()) continue;
        auto admitted = admit(*named);
        if (!admitted) return tl::unexpected(admitted.error());
        *named = std::move(*admitted);
    }
    return {};
}

}  // namespace assay::mcp
