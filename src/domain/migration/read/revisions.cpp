// Revision graphs of Alembic and Django: the few assignments of their Python that say what builds on what.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "core/pattern.h"
#include "core/text.h"
#include "domain/migration/read/history.h"
#include "world/files.h"

namespace assay::migration {

namespace fs = std::filesystem;

namespace {

// The right side of "name = …" on a line of its own, brackets included, though they go over several lines.
std::optional<std::string_view> assigned(std::string_view text, std::string_view name) {
    for (const auto line : lines_of(text)) {
        auto rest = trimmed(line);
        if (!starts_with(rest, name)) continue;
        rest = trimmed(rest.substr(name.size()));
        // down_revision: Union[str, None] = "…"
        if (starts_with(rest, ":")) rest = rest.substr(std::min(rest.find('='), rest.size()));
        if (!starts_with(rest, "=")) continue;
        const auto begin = static_cast<std::size_t>(rest.data() - text.data()) + 1;
        auto end = std::min(text.find('\n', begin), text.size());
        if (const auto open = text.find_first_of("([", begin); open < end) end = std::min(text.find_first_of(")]", open), text.size());
        return trimmed(text.substr(begin, end - begin));
    }
    return {};
}

std::vector<std::string> strings_in(std::string_view text) {
    static const Pattern quoted{"[\"']([^\"'\\n]{1,200})[\"']"};
    return quoted.first_groups_in(text);
}

// The body of a function that is no more than pass, or raises.
std::string stuck_in(std::string_view text, std::string_view head) {
    const auto at = text.find(head);
    if (at == text.npos) return {};
    auto body = text.substr(std::min(text.find('\n', at), text.size()));
    for (const auto line : lines_of(body)) {
        const auto words = trimmed(line);
        if (words.empty() || starts_with(words, "#") || starts_with(words, "\"\"\"")) continue;
        if (words == "pass" || words == "...") return "downgrade() does nothing";
        return starts_with(words, "raise") ? "downgrade() raises" : std::string{};
    }
    return "downgrade() does nothing";
}

void in_order_of_parents(std::vector<Version>& versions) {
    std::vector<Version> ordered;
    const auto is_placed = [&](const std::string& id) { return std::any_of(ordered.begin(), ordered.end(), [&](const Version& each) { return each.version == id; }); };
    const auto is_here = [&](const std::string& id) { return std::any_of(versions.begin(), versions.end(), [&](const Version& each) { return each.version == id; }); };
    while (!versions.empty()) {
        auto next = std::find_if(versions.begin(), versions.end(), [&](const Version& each) {
            return std::all_of(each.parents.begin(), each.parents.end(), [&](const std::string& id) { return is_placed(id) || !is_here(id); });
        });
        if (next == versions.end()) next = versions.begin();  // a circle: the tool refuses it
        ordered.push_back(std::move(*next));
        versions.erase(next);
    }
    versions = std::move(ordered);
}

}  // namespace

std::optional<Revision> alembic_revision(std::string_view text) {
    const auto id = assigned(text, "revision"), below = assigned(text, "down_revision");
    if (!id || !below) return {};
    const auto names = strings_in(*id);
    if (names.empty()) return {};
    return Revision{names.front(), strings_in(*below), text.find("def downgrade") != text.npos, stuck_in(text, "def downgrade")};
}

std::optional<Revision> django_migration(std::string_view text, std::string_view file_name) {
    if (text.find("migrations.Migration") == text.npos) return {};
    Revision made{std::string{file_name.substr(0, file_name.rfind('.'))}, {}, true};
    // dependencies = [("app", "0001_initial")]: pairs of an app and a migration.
    if (const auto list = text.find("dependencies"); list != text.npos) {
        const auto end = std::min(text.find(']', list), text.size());
        const auto names = strings_in(text.substr(list, end - list));
        for (std::size_t i = 1; i < names.size(); i += 2) made.parents.push_back(names[i]);
    }
    const bool runs_code = text.find("RunPython(") != text.npos || text.find("RunSQL(") != text.npos;
    if (runs_code && text.find("reverse_code") == text.npos && text.find("reverse_sql") == text.npos && text.find("noop") == text.npos && strings_in(text).size() > 0) {
        static const Pattern second{"Run(?:Python|SQL)\\(\\s*[^,()]+,\\s*([A-Za-z_\"'])"};
        if (!second.found_in(text)) made.stuck = "RunPython or RunSQL without its reverse";
    }
    return made;
}

std::vector<PythonFile> python_files(const std::string& folder) {
    std::vector<PythonFile> files;
    auto listed = list_files(folder, [](const fs::path& path) { return path.extension() == ".py"; });
    if (!listed) return files;
    for (const auto& path : *listed)
        if (auto text = read_file(path)) files.push_back({path.string(), std::move(*text)});
    return files;
}

std::unique_ptr<History> history_of_revisions(const std::vector<PythonFile>& files) {
    auto history = std::make_unique<History>();
    history->is_graph = true;
    for (const auto& [path, text] : files) {
        const auto name = fs::path{path}.filename().string();
        auto revision = alembic_revision(text);
        history->convention = revision ? sql::Convention::alembic : sql::Convention::django;
        if (!revision) revision = django_migration(text, name);
        if (!revision) continue;
        history->versions.push_back({.version = revision->id, .name = name, .path = path, .parents = std::move(revision->parents),
                                     .down = revision->goes_back ? "the same file" : "", .stuck = std::move(revision->stuck)});
    }
    if (history->versions.empty()) return nullptr;
    in_order_of_parents(history->versions);
    return history;
}

}  // namespace assay::migration
