// Finding the PostgreSQL installations of this machine.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>

#include "core/text.h"
#include "lab/embedded.h"
#include "lab/lab.h"
#include "world/files.h"
#include "world/process.h"

namespace assay::lab {

namespace fs = std::filesystem;

namespace {

constexpr int default_major = 15;
constexpr const char* asked_for_by_variable = "ASSAY_POSTGRES_BIN";

bool holds_server(const fs::path& bin) {
    std::error_code error;
    return fs::is_regular_file(bin / "postgres", error) && fs::is_regular_file(bin / "initdb", error);
}

// Sub-folders of a folder that may not be there, in byte order.
std::vector<fs::path> folders_in(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error))
        if (at->is_directory(error)) found.push_back(at->path());
    std::sort(found.begin(), found.end());
    return found;
}

int leading_number(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::vector<std::string> extensions_of(const fs::path& bin, int major) {
    const fs::path candidates[]{bin.parent_path() / "share" / "extension",
                                bin.parent_path() / "share" / "postgresql" / "extension",
                                fmt::format("/usr/share/postgresql/{}/extension", major),
                                "/usr/share/pgsql/extension", "/usr/share/postgresql/extension"};
    std::vector<std::string> names;
    for (const auto& folder : candidates) {
        std::error_code error;
        for (fs::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error))
            if (at->path().extension() == ".control") names.push_back(at->path().stem().string());
        if (!names.empty()) break;
    }
    std::sort(names.begin(), names.end());
    return names;
}

// "postgres (PostgreSQL) 15.18 (Debian 15.18-1.pgdg120+1)"; nothing when it does not run.
std::optional<Installation> ask(const fs::path& bin, std::string origin) {
    constexpr std::string_view before = "(PostgreSQL) ";
    const auto answer =
        run({.arguments = {(bin / "postgres").string(), "--version"}, .limit = Milliseconds{5'000}});
    if (!answer || answer->exit_code != 0) return {};
    const std::string_view text = answer->output;
    const auto at = text.find(before);
    if (at == text.npos) return {};
    const auto version = text.substr(at + before.size());
    Installation found;
    found.version = std::string{version.substr(0, version.find_first_of(" \n"))};
    found.major = leading_number(found.version);
    found.bin = bin;
    found.origin = origin == "Debian" && text.find("pgdg") != text.npos ? "PGDG" : std::move(origin);
    found.extensions = extensions_of(bin, found.major);
    return found;
}

// A package of @embedded-postgres does not run where it lies (its links are missing): its own description
// tells the version, "18.4.0-beta.17".
std::optional<Installation> read_embedded(const fs::path& package) {
    const fs::path bin = package / "native" / "bin";
    const auto description = read_file(package / "package.json");
    if (!holds_server(bin) || !description) return {};
    constexpr std::string_view before = "\"version\": \"";
    const auto at = description->find(before);
    if (at == description->npos) return {};
    const auto version = std::string_view{*description}.substr(at + before.size());
    const auto parts = split(version.substr(0, version.find_first_of("\"-")), '.');
    if (parts.size() < 2) return {};
    Installation found;
    found.major = leading_number(parts[0]);
    found.version = fmt::format("{}.{}", parts[0], parts[1]);
    found.bin = bin;
    found.origin = embedded_origin;
    found.extensions = extensions_of(bin, found.major);
    return found;
}

void add_embedded_below(const fs::path& modules, std::vector<Installation>& found) {
    for (const auto& package : folders_in(modules / "@embedded-postgres"))
        if (auto installation = read_embedded(package)) found.push_back(std::move(*installation));
}

class Finder {
public:
    void look_in(const fs::path& bin, std::string origin) {
        std::error_code error;
        const auto real = fs::canonical(bin, error);
        if (error || !holds_server(real) || !seen_.insert(real).second) return;
        if (auto installation = ask(real, std::move(origin))) found_.push_back(std::move(*installation));
    }
    std::vector<Installation>& found() { return found_; }

private:
    std::set<fs::path> seen_;
    std::vector<Installation> found_;
};

std::vector<Installation> find_all() {
    Finder finder;
    if (const char* bin = std::getenv(asked_for_by_variable)) finder.look_in(bin, asked_for_by_variable);
    for (const auto& folder : folders_in("/usr/lib/postgresql")) finder.look_in(folder / "bin", "Debian");
    for (const auto& folder : folders_in("/usr"))
        if (starts_with(folder.filename().string(), "pgsql-")) finder.look_in(folder / "bin", "PGDG");
    if (const auto program = find_program("postgres")) {
        std::error_code error;
        finder.look_in(fs::canonical(*program, error).parent_path(), "PATH");
    }
    std::error_code error;
    // Never the current folder's: a repository that is checked must not bring the server that is run.
    if (const char* modules = std::getenv("ASSAY_NODE_MODULES")) add_embedded_below(modules, finder.found());
    if (const auto cache = cache_folder()) add_embedded_below(*cache / "node_modules", finder.found());
    return std::move(finder.found());
}

std::string known_versions(const std::vector<Installation>& known) {
    std::vector<std::string> versions;
    for (const auto& one : known) versions.push_back(fmt::format("{} ({})", one.version, one.origin));
    return joined(versions, ", ");
}

}  // namespace

std::vector<Installation> installations() {
    // Of one major version, what was asked for and what the system keeps up to date stay first.
    std::multimap<int, Installation, std::greater<>> newest_first;
    for (auto& one : find_all()) newest_first.emplace(one.major, std::move(one));
    std::vector<Installation> sorted;
    for (auto& [major, one] : newest_first) sorted.push_back(std::move(one));
    return sorted;
}

Result<Installation> choose_installation(int major) {
    const auto known = installations();
    if (known.empty())
        return fail(
            fmt::format("no PostgreSQL server was found: install one (Debian: postgresql-15), or set {}",
                        asked_for_by_variable));
    if (major == 0)
        for (const auto& one : known)
            if (one.origin == asked_for_by_variable) return one;
    const int wanted = major == 0 ? default_major : major;
    for (const auto& one : known)
        if (one.major == wanted) return one;
    if (major != 0)
        return fail(fmt::format("PostgreSQL {} is not installed; found: {}", major, known_versions(known)));
    // The nearest newer; where all are older, the newest of them.
    const auto newer = std::find_if(known.rbegin(), known.rend(),
                                    [&](const Installation& one) { return one.major > wanted; });
    return newer == known.rend() ? known.front() : *newer;
}

}  // namespace assay::lab
