#include "sql/migrations/liquibase.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "sql/migrations/patchwork.h"
#include "world/files.h"
#include "world/limits.h"

namespace assay::sql {

namespace fs = std::filesystem;
using std::size_t;
using std::string;
using std::string_view;

namespace {

// What follows "--word" on a comment line of its own, in whatever case; nothing when it is no such line.
string_view behind_mark(string_view line, string_view word) {
    line = trimmed(line);
    if (!starts_with(line, "--")) return {};
    line = trimmed(line.substr(2));
    if (line.size() < word.size()) return {};
    const bool same = std::equal(word.begin(), word.end(), line.begin(), [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b); });
    return same ? line.substr(word.size()) : string_view{};
}

// "postgresql,h2", "!mysql", "all", "none".
bool is_for_postgres(string_view dbms) {
    if (trimmed(dbms).empty()) return true;
    bool only_others_left_out = true;
    for (auto name : split(dbms, ',')) {
        name = trimmed(name);
        if (name == "postgresql" || name == "all") return true;
        if (name == "!postgresql" || name == "none") return false;
        only_others_left_out &= starts_with(name, "!");
    }
    return only_others_left_out;
}

// The value of "name:value" among the words behind a changeset's name.
string_view attribute_in(string_view words, string_view name) {
    for (auto word : split(words, ' ')) {
        word = trimmed(word);
        if (word.size() > name.size() && starts_with(word, name) && word[name.size()] == ':') return word.substr(name.size() + 1);
    }
    return {};
}

struct Changeset {
    size_t begin = 0, end = 0;
    string name;
    bool in_transaction = true;
    bool applies = true;
    string delimiter = {};
};

std::vector<Changeset> changesets_in(string_view text) {
    std::vector<Changeset> found;
    for (const auto line : lines_of(text)) {
        const auto words = behind_mark(line, "changeset ");
        if (words.data() == nullptr) continue;
        const auto begin = static_cast<size_t>(line.data() - text.data());
        if (!found.empty()) found.back().end = begin;
        const auto name = trimmed(words);
        auto delimiter = string{attribute_in(words, "endDelimiter")};
        if (starts_with(delimiter, "\\n")) delimiter.erase(0, 2);
        found.push_back({begin, text.size(), string{name.substr(0, name.find(' '))}, attribute_in(words, "runInTransaction") != "false", is_for_postgres(attribute_in(words, "dbms")), delimiter == ";" ? string{} : delimiter});
    }
    return found;
}

// Its bytes as they stand; lines that end in its own delimiter end in a semicolon.
void keep(const Changeset& changeset, string_view text, Patchwork& patches) {
    if (changeset.delimiter.empty()) return patches.keep(changeset.begin, changeset.end);
    auto begin = changeset.begin;
    for (const auto line : lines_of(text.substr(begin, changeset.end - begin))) {
        const auto kept = trimmed(line);
        if (!ends_with(kept, changeset.delimiter) || starts_with(kept, "--")) continue;
        const auto at = static_cast<size_t>(kept.data() - text.data()) + kept.size() - changeset.delimiter.size();
        patches.keep(begin, at);
        begin = at + changeset.delimiter.size();
        patches.put(at, begin, ";");
    }
    patches.keep(begin, changeset.end);
}

// A changelog of a repository must not read files elsewhere on the machine.
bool may_be_read(const fs::path& file, const fs::path& changelog) {
    std::error_code none;
    const auto real = fs::weakly_canonical(file, none);
    for (const auto& folder : {fs::current_path(none), fs::weakly_canonical(changelog, none).parent_path()}) {
        const auto [rest, end] = std::mismatch(folder.begin(), folder.end(), real.begin(), real.end());
        if (rest == folder.end() && end != real.end() && fs::exists(real, none)) return true;
    }
    return false;
}

// A path that a changelog names: beside it, or below one of the folders above it.
std::optional<fs::path> named_file(const fs::path& changelog, string_view name, bool relative) {
    if (starts_with(name, "classpath:")) name.remove_prefix(10);
    while (starts_with(name, "/")) name.remove_prefix(1);
    constexpr int most_above = 8;
    auto folder = changelog.parent_path();
    for (int above = 0; above < (relative ? 1 : most_above); ++above) {
        if (may_be_read(folder / name, changelog)) return (folder / name).lexically_normal();
        if (folder.empty()) break;
        folder = folder.parent_path();
    }
    return std::nullopt;
}

class ChangelogText {
public:
    ChangelogText(MigrationText& made, const MigrationFile& file) : made_{made}, file_{file}, patches_{made.original} {}

    void run() {
        const auto log = read_changelog(made_.original, file_.path.string());
        if (!log) {
            made_.unread.push_back({0, log.error().message});
        } else {
            for (const auto& each : log->children)
                if (each.name == "changeSet" && each.offset >= file_.begin && each.offset < file_.end) changeset(each);
        }
        made_.sql = patches_.finish();
    }

private:
    void changeset(const Element& set) {
        if (!is_for_postgres(set.attribute("dbms"))) return;
        made_.steps.push_back({set.offset, !set.is_false("runInTransaction"), fmt::format("{}:{}", set.attribute("author"), set.attribute("id"))});
        for (const auto& change : set.children) {
            if (change.name == "sqlFile") {
                sql_file(change);
            } else if (auto sql = sql_of_change(change); !sql) {
                made_.unread.push_back({change.offset, sql.error().message});
            } else if (!sql->empty()) {
                patches_.put(change.offset, change.end, std::move(*sql));
            }
        }
    }

    void sql_file(const Element& change) {
        if (!is_for_postgres(change.attribute("dbms"))) return;
        const auto path = named_file(file_.path, change.attribute("path"), change.is_true("relativeToChangelogFile"));
        auto text = path ? read_file(*path) : Result<string>{fail("it is not there")};
        if (!text) made_.unread.push_back({change.offset, fmt::format("the file {} is not read: {}", change.attribute("path"), text.error().message)});
        else patches_.put(change.offset, change.end, *text + ";");
    }

    MigrationText& made_;
    const MigrationFile& file_;
    Patchwork patches_;
};

class Includes {
public:
    std::vector<MigrationFile> files;

    Result<void> read(const fs::path& path, int depth) {
        if (depth > limits::changelog_depth || files.size() > limits::changelog_changes) return fail("too many changelogs include one another", {path.string()});
        std::error_code none;
        if (!seen_.insert(fs::weakly_canonical(path, none).string()).second) return {};
        if (path.extension() == ".sql") {
            files.push_back({path});
            return {};
        }
        auto text = read_file(path);
        if (!text) return tl::unexpected(text.error());
        auto log = read_changelog(*text, path.string());
        if (!log) {
            files.push_back({path});  // says itself what is wrong with it
            return {};
        }
        return parts(path, *log, depth);
    }

private:
    // Its own changesets between two includes are one part.
    Result<void> parts(const fs::path& path, const Element& log, int depth) {
        size_t begin = 0;
        bool own = false;
        const auto close = [&](size_t end) {
            if (std::exchange(own, false)) files.push_back({path, begin, end});
            begin = end;
        };
        for (const auto& each : log.children) {
            own |= each.name == "changeSet";
            if (each.name != "include" && each.name != "includeAll") continue;
            close(each.offset);
            for (const auto& file : included(path, each))
                if (auto done = read(file, depth + 1); !done) return done;
        }
        close(string::npos);
        return {};
    }

    static std::vector<fs::path> included(const fs::path& path, const Element& include) {
        const bool all = include.name == "includeAll";
        const auto named = named_file(path, include.attribute(all ? "path" : "file"), include.is_true("relativeToChangelogFile"));
        if (!named) return {};
        if (!all) return {*named};
        auto listed = list_files(*named, [](const fs::path& file) { return file.extension() == ".sql" || file.extension() == ".xml" || file.extension() == ".yaml" || file.extension() == ".yml" || file.extension() == ".json"; });
        return listed ? std::move(*listed) : std::vector<fs::path>{};
    }

    std::set<string> seen_;
};

}  // namespace

bool is_formatted_sql(string_view text) {
    while (!text.empty() && (text[0] == '\n' || text[0] == '\r' || text[0] == ' ')) text.remove_prefix(1);
    return behind_mark(text.substr(0, text.find('\n')), "liquibase formatted sql").data() != nullptr;
}

bool is_changelog(const fs::path& file, string_view beginning) {
    const auto extension = file.extension();
    const bool may_be = extension == ".xml" || extension == ".yaml" || extension == ".yml" || extension == ".json";
    return may_be && beginning.substr(0, 4096).find("databaseChangeLog") != string_view::npos;
}

MigrationText formatted_sql_text(string text) {
    MigrationText made{.original = std::move(text)};
    Patchwork patches{made.original};
    for (const auto& changeset : changesets_in(made.original)) {
        if (!changeset.applies) continue;
        keep(changeset, made.original, patches);
        made.steps.push_back({changeset.begin, changeset.in_transaction, changeset.name});
    }
    made.sql = patches.finish();
    return made;
}

MigrationText changelog_text(string text, const MigrationFile& file) {
    MigrationText made{.original = std::move(text)};
    ChangelogText{made, file}.run();
    return made;
}

Result<std::vector<MigrationFile>> files_of_changelog(const fs::path& root) {
    Includes includes;
    if (auto done = includes.read(root, 0); !done) return tl::unexpected(done.error());
    return std::move(includes.files);
}

}  // namespace assay::sql
