#include "sql/migration_folder.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/text.h"
#include "sql/migrations/liquibase.h"
#include "sql/query_file.h"
#include "world/files.h"

namespace assay::sql {

namespace fs = std::filesystem;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

bool is_sql(const fs::path& path) { return lower(path.extension().string()) == ".sql"; }

std::size_t digits_at_start(std::string_view name) {
    std::size_t count = 0;
    while (count < name.size() && is_digit(name[count])) ++count;
    return count;
}

// "V1.2__a.sql", "V001__a.sql": capital V, a version of digits with dots or underscores, two underscores.
bool is_flyway_version(std::string_view name) {
    return name.size() > 3 && name[0] == 'V' && is_digit(name[1]) && name.find("__") != name.npos;
}
bool is_flyway_repeatable(std::string_view name) { return starts_with(name, "R__"); }
bool is_flyway_undo(std::string_view name) {
    return name.size() > 3 && name[0] == 'U' && is_digit(name[1]) && name.find("__") != name.npos;
}

bool goes_down(const fs::path& path) {
    const auto name = lower(path.filename().string());
    return ends_with(name, ".down.sql") || ends_with(name, "_down.sql") || ends_with(name, ".undo.sql") ||
           ends_with(name, ".rollback.sql") || ends_with(name, "-down.sql") || name == "down.sql" ||
           is_flyway_undo(path.filename().string());
}

// Runs of digits compare as numbers, so that 2 comes before 10; the rest byte by byte.
bool natural_less(std::string_view a, std::string_view b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (is_digit(a[i]) && is_digit(b[j])) {
            auto x = a.substr(i, digits_at_start(a.substr(i))), y = b.substr(j, digits_at_start(b.substr(j)));
            i += x.size();
            j += y.size();
            while (x.size() > 1 && x[0] == '0') x.remove_prefix(1);
            while (y.size() > 1 && y[0] == '0') y.remove_prefix(1);
            if (x.size() != y.size()) return x.size() < y.size();
            if (x != y) return x < y;
        } else if (a[i] != b[j]) {
            return a[i] < b[j];
        } else {
            ++i, ++j;
        }
    }
    return std::tuple{a.size() - i, a} < std::tuple{b.size() - j, b};
}

// Sorts paths by a name of each, which is taken once.
template <class NameOf, class Less>
void sort_by(std::vector<fs::path>& paths, NameOf name_of, Less less) {
    std::vector<std::pair<std::string, fs::path>> named;
    named.reserve(paths.size());
    for (auto& path : paths) named.emplace_back(name_of(path), std::move(path));
    std::stable_sort(named.begin(), named.end(), [&](const auto& a, const auto& b) { return less(a.first, b.first); });
    for (std::size_t i = 0; i < paths.size(); ++i) paths[i] = std::move(named[i].second);
}

std::string own_name(const fs::path& path) { return path.filename().string(); }
std::string folder_name(const fs::path& path) { return path.parent_path().filename().string(); }

// Versions first by number, repeatable ones afterwards by name.
bool flyway_less(const std::string& x, const std::string& y) {
    const bool x_repeats = is_flyway_repeatable(x), y_repeats = is_flyway_repeatable(y);
    if (x_repeats != y_repeats) return y_repeats;
    return natural_less(x.substr(0, x.find("__")), y.substr(0, y.find("__"))) ||
           (x.substr(0, x.find("__")) == y.substr(0, y.find("__")) && x < y);
}

template <class Predicate>
bool most(const std::vector<fs::path>& files, Predicate predicate) {
    const auto count = std::count_if(files.begin(), files.end(),
                                     [&](const fs::path& f) { return predicate(f.filename().string()); });
    return count > 0 && static_cast<std::size_t>(count) * 2 > files.size();
}

Convention convention_of(const std::vector<fs::path>& files) {
    if (most(files, [](const std::string& n) { return is_flyway_version(n) || is_flyway_repeatable(n); }))
        return Convention::flyway;
    if (most(files, [](const std::string& n) { return ends_with(n, ".up.sql") || ends_with(n, ".down.sql"); }))
        return Convention::golang_migrate;
    if (files.size() > 1 && most(files, [](const std::string& n) { return digits_at_start(n) > 0; }))
        return Convention::numbered;
    return Convention::single;
}

// dbmate, goose and Rails-like markers stand on comment lines of their own.
struct Marker {
    std::string_view up, down;
    Convention convention;
};
constexpr Marker markers[]{{"-- migrate:up", "-- migrate:down", Convention::dbmate},
                           {"-- +goose Up", "-- +goose Down", Convention::goose},
                           {"-- +migrate Up", "-- +migrate Down", Convention::sql_migrate},
                           {"", "---- create above / drop below ----", Convention::tern},
                           {"--UP", "--DOWN", Convention::numbered},
                           {"-- Up Migration", "-- Down Migration", Convention::numbered}};

std::size_t find_line(std::string_view text, std::string_view start) {
    if (start.empty()) return text.npos;
    for (std::size_t at = text.find(start); at != text.npos; at = text.find(start, at + 1))
        if (at == 0 || text[at - 1] == '\n') return at;
    return text.npos;
}

// Files are looked into as long as neither names nor neighbours tell the tool.
Result<void> look_into(MigrationFolder& folder) {
    for (const auto& file : folder.files) {
        if (folder.convention != Convention::numbered && folder.convention != Convention::single) return {};
        const auto text = FileBytes::open(file.path);
        if (!text) return tl::unexpected(text.error());
        heed_markers(folder, text->bytes());
    }
    return {};
}

bool is_in_folder(const fs::path& file, std::string_view name) {
    std::error_code none;
    return fs::absolute(file, none).parent_path().filename() == name;
}
bool is_ruby_step(const fs::path& file) { return file.extension() == ".rb" && digits_at_start(own_name(file)) > 0 && is_in_folder(file, "migrate"); }
bool is_ruby_schema(const fs::path& file) { return file.filename() == "schema.rb" && is_in_folder(file, "db"); }

// Changelogs are named so; other files of XML, YAML and JSON are not opened for it.
bool may_be_changelog(const fs::path& file) {
    const auto extension = file.extension();
    if (extension != ".xml" && extension != ".yaml" && extension != ".yml" && extension != ".json") return false;
    const auto path = lower(file.string());
    return path.find("changelog") != path.npos || path.find("liquibase") != path.npos || path.find("changeset") != path.npos;
}

bool may_hold_schema(const fs::path& file) {
    return is_sql(file) || file.filename() == "sqitch.plan" || is_ruby_step(file) || is_ruby_schema(file) || may_be_changelog(file);
}

bool is_changelog_file(const fs::path& file) {
    if (!may_be_changelog(file)) return false;
    const auto text = FileBytes::open(file);
    return text && is_changelog(file, text->bytes());
}

MigrationFolder one_file(const fs::path& file) {
    MigrationFolder made{file, Convention::single, {{file}}};
    if (file.extension() == ".rb") made.convention = is_ruby_schema(file) ? Convention::single : Convention::rails;
    if (!is_changelog_file(file)) return made;
    made.convention = Convention::liquibase;
    if (auto files = files_of_changelog(file)) made.files = std::move(*files);
    return made;
}

// The changelogs that no other includes, each with all that it includes; these files are then no folder's of their own.
std::vector<MigrationFolder> changelogs_among(std::vector<fs::path>& files) {
    std::vector<MigrationFolder> logs;
    std::error_code none;
    for (const auto& file : files)
        if (is_changelog_file(file)) logs.push_back(one_file(file));
    std::set<std::string> included;
    for (const auto& log : logs)
        for (const auto& part : log.files)
            if (part.path != log.folder) included.insert(fs::weakly_canonical(part.path, none).string());
    const auto is_included = [&](const fs::path& file) { return included.contains(fs::weakly_canonical(file, none).string()); };
    if (!included.empty()) std::erase_if(files, is_included);
    std::erase_if(logs, [&](const MigrationFolder& log) { return is_included(log.folder); });
    return logs;
}

MigrationFolder with_files(MigrationFolder folder, std::vector<fs::path> files) {
    for (auto& file : files) folder.files.push_back({std::move(file)});
    return folder;
}

MigrationFolder ordered(const fs::path& folder, std::vector<fs::path> files) {
    std::vector<fs::path> upward;
    for (auto& file : files)
        if (!goes_down(file)) upward.push_back(std::move(file));
    MigrationFolder made{folder, convention_of(upward), {}};
    // Baselines and callbacks lie among Flyway's migrations.
    if (made.convention == Convention::flyway) std::erase_if(upward, [](const fs::path& file) { return !is_flyway_version(own_name(file)) && !is_flyway_repeatable(own_name(file)); });
    if (made.convention == Convention::flyway) sort_by(upward, own_name, flyway_less);
    else sort_by(upward, own_name, natural_less);
    return with_files(std::move(made), std::move(upward));
}

// Tools that say nothing in the files, by what lies beside them.
Convention by_neighbours(const fs::path& folder, Convention convention) {
    std::error_code none;
    if (convention != Convention::numbered) return convention;
    if (fs::exists(folder / "meta" / "_journal.json", none)) return Convention::drizzle;
    if (fs::exists(folder / "atlas.sum", none)) return Convention::atlas;
    if (folder.filename() == "migrations" && folder.parent_path().filename() == "supabase") return Convention::supabase;
    if (const auto crate = read_file(folder.parent_path() / "Cargo.toml"); crate && crate->find("sqlx") != crate->npos) return Convention::sqlx;
    return convention;
}

// Folders of the form <number>_<name>/migration.sql (Prisma) or <date>_<name>/up.sql (Diesel).
bool is_step(const fs::path& file, std::string_view filename) {
    return file.filename() == filename && digits_at_start(file.parent_path().filename().string()) > 0;
}

MigrationFolder steps(const fs::path& folder, Convention convention, std::vector<fs::path> files) {
    sort_by(files, folder_name, natural_less);
    return with_files({folder, convention, {}}, std::move(files));
}

MigrationFolder ruby_steps(const fs::path& folder, std::vector<fs::path> files) {
    sort_by(files, own_name, natural_less);
    return with_files({folder, Convention::rails, {}}, std::move(files));
}

// sqitch.plan: a change a line, "name [dependencies] date planner # note"; pragmas begin with %, tags with @.
Result<MigrationFolder> sqitch(const fs::path& plan) {
    const auto text = read_file(plan);
    if (!text) return tl::unexpected(text.error());
    MigrationFolder made{plan.parent_path(), Convention::sqitch, {}};
    for (auto line : lines_of(*text)) {
        line = trimmed(line);
        if (line.empty() || line[0] == '%' || line[0] == '@' || line[0] == '#') continue;
        const auto file = plan.parent_path() / "deploy" / (std::string{line.substr(0, line.find_first_of(" \t"))} + ".sql");
        if (fs::exists(file)) made.files.push_back({file});
    }
    return made;
}

}  // namespace

std::string_view name(Convention convention) {
    constexpr std::string_view names[]{"one file", "Flyway", "golang-migrate", "Prisma", "Diesel",
                                       "dbmate",   "goose",  "Sqitch",         "numbered files",
                                       "sql-migrate", "tern", "Drizzle",     "Supabase",       "Atlas",
                                       "sqlx",     "Rails",   "Liquibase",  "Alembic", "Django"};
    return names[static_cast<int>(convention)];
}

MigrationFile upward_part(const fs::path& path, std::string_view text) {
    for (const auto& marker : markers) {
        const auto up = find_line(text, marker.up);
        const auto down = find_line(text, marker.down);
        if (up == text.npos && down == text.npos) continue;
        const auto begin = up == text.npos ? 0 : up;
        return {path, begin, down != text.npos && down > begin ? down : text.size()};
    }
    return {path};
}

void heed_markers(MigrationFolder& folder, std::string_view text) {
    if (is_formatted_sql(text)) folder.convention = Convention::liquibase;
    if (folder.convention != Convention::numbered) return;
    for (const auto& marker : markers)
        if (find_line(text, marker.up.empty() ? marker.down : marker.up) != std::string::npos) {
            folder.convention = marker.convention;
            return;
        }
}

bool holds_schema(const fs::path& file) { return is_sql(file) || is_ruby_step(file) || is_ruby_schema(file) || is_changelog_file(file); }

Result<std::vector<MigrationFolder>> find_migrations(const fs::path& root) {
    auto listed = list_files(root, [&](const fs::path& path) { return may_hold_schema(root / path); });
    if (!listed) return tl::unexpected(listed.error());

    std::vector<MigrationFolder> found = changelogs_among(*listed);
    std::vector<fs::path> sqitch_roots;
    std::map<fs::path, std::vector<fs::path>> prisma, diesel, rails, plain;
    for (const auto& file : *listed)
        if (file.filename() == "sqitch.plan") {
            auto folder = sqitch(file);
            if (!folder) return tl::unexpected(folder.error());
            sqitch_roots.push_back(file.parent_path());
            found.push_back(std::move(*folder));
        }
    for (const auto& file : *listed) {
        const auto under_sqitch = std::any_of(sqitch_roots.begin(), sqitch_roots.end(), [&](const fs::path& sqitch_root) {
            const auto inside = file.lexically_relative(sqitch_root).begin()->string();
            return inside == "deploy" || inside == "revert" || inside == "verify";
        });
        if (is_ruby_step(file)) rails[file.parent_path()].push_back(file);
        if (is_ruby_schema(file)) found.push_back(one_file(file));
        if (!is_sql(file) || under_sqitch || sql::is_query_file(file)) continue;
        if (is_step(file, "migration.sql"))
            prisma[file.parent_path().parent_path()].push_back(file);
        else if (is_step(file, "up.sql"))
            diesel[file.parent_path().parent_path()].push_back(file);
        else if (!(is_step(file, "down.sql")))
            plain[file.parent_path()].push_back(file);
    }
    for (auto& [folder, files] : prisma) found.push_back(steps(folder, Convention::prisma, std::move(files)));
    for (auto& [folder, files] : diesel) found.push_back(steps(folder, Convention::diesel, std::move(files)));
    for (auto& [folder, files] : rails) found.push_back(ruby_steps(folder, std::move(files)));
    for (auto& [folder, files] : plain) {
        auto made = ordered(folder, std::move(files));
        made.convention = by_neighbours(folder, made.convention);
        if (auto done = look_into(made); !done) return tl::unexpected(done.error());
        if (made.convention != Convention::single) {
            found.push_back(std::move(made));
            continue;
        }
        for (auto& file : made.files) found.push_back({file.path, Convention::single, {file}});
    }
    std::erase_if(found, [](const MigrationFolder& folder) { return folder.files.empty(); });
    return found;
}

MigrationFolder arranged(const fs::path& folder, std::vector<fs::path> files) {
    const auto all = [&](std::string_view name) {
        return !files.empty() && std::all_of(files.begin(), files.end(), [&](const fs::path& file) { return is_step(file, name); });
    };
    if (all("migration.sql")) return steps(folder, Convention::prisma, std::move(files));
    if (all("up.sql")) return steps(folder, Convention::diesel, std::move(files));
    if (!files.empty() && std::all_of(files.begin(), files.end(), [](const fs::path& file) { return file.extension() == ".rb"; }))
        return ruby_steps(folder, std::move(files));
    return ordered(folder, std::move(files));
}

Result<MigrationFolder> folder_of(const fs::path& file) {
    std::error_code none;
    const auto absolute = fs::weakly_canonical(file, none);
    const bool step = is_step(absolute, "migration.sql") || is_step(absolute, "up.sql");
    const auto above = (step ? absolute.parent_path().parent_path() : absolute.parent_path()).lexically_proximate(fs::current_path(none));
    if (auto found = find_migrations(above))
        for (auto& folder : *found)
            for (const auto& each : folder.files)
                if (folder.convention != Convention::single && fs::weakly_canonical(each.path, none) == absolute) return std::move(folder);
    auto made = one_file(file);
    if (auto done = look_into(made); !done) return tl::unexpected(done.error());
    return made;
}

Result<MigrationFolder> migrations_at(const fs::path& path) {
    if (!fs::is_directory(path)) {
        auto made = one_file(path);
        if (auto done = look_into(made); !done) return tl::unexpected(done.error());
        return made;
    }
    auto found = find_migrations(path);
    if (!found) return tl::unexpected(found.error());
    if (found->size() == 1) return std::move(found->front());
    return fail(fmt::format("{} schemas were found in this folder, expected one", found->size()), {path.string()});
}

}  // namespace assay::sql
