#include "sql/migration_folder.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
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

// Versions first by number, repeatable ones afterwards by name.
bool flyway_less(const fs::path& a, const fs::path& b) {
    const auto x = a.filename().string(), y = b.filename().string();
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

Result<MigrationFolder> with_parts(MigrationFolder folder) {
    for (auto& file : folder.files) {
        const auto text = FileBytes::open(file.path);
        if (!text) return tl::unexpected(text.error());
        heed_markers(folder, file, text->bytes());
    }
    return folder;
}

MigrationFolder ordered(const fs::path& folder, std::vector<fs::path> files) {
    std::vector<fs::path> upward;
    for (auto& file : files)
        if (!goes_down(file)) upward.push_back(std::move(file));
    MigrationFolder made{folder, convention_of(upward), {}};
    if (made.convention == Convention::flyway)
        std::sort(upward.begin(), upward.end(), flyway_less);
    else
        std::sort(upward.begin(), upward.end(),
                  [](const fs::path& a, const fs::path& b) { return natural_less(a.filename().string(), b.filename().string()); });
    for (auto& file : upward) made.files.push_back({std::move(file)});
    return made;
}

// Tools that say nothing in the files, by what lies beside them.
Convention by_neighbours(const fs::path& folder, Convention convention) {
    std::error_code none;
    if (convention != Convention::numbered) return convention;
    if (fs::exists(folder / "meta" / "_journal.json", none)) return Convention::drizzle;
    if (fs::exists(folder / "atlas.sum", none)) return Convention::atlas;
    if (folder.filename() == "migrations" && folder.parent_path().filename() == "supabase") return Convention::supabase;
    return convention;
}

// Folders of the form <number>_<name>/migration.sql (Prisma) or <date>_<name>/up.sql (Diesel).
bool is_step(const fs::path& file, std::string_view filename) {
    return file.filename() == filename && digits_at_start(file.parent_path().filename().string()) > 0;
}

MigrationFolder steps(const fs::path& folder, Convention convention, std::vector<fs::path> files) {
    std::sort(files.begin(), files.end(), [](const fs::path& a, const fs::path& b) {
        return natural_less(a.parent_path().filename().string(), b.parent_path().filename().string());
    });
    MigrationFolder made{folder, convention, {}};
    for (auto& file : files) made.files.push_back({std::move(file)});
    return made;
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
                                       "sql-migrate", "tern", "Drizzle",     "Supabase",       "Atlas"};
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

void heed_markers(MigrationFolder& folder, MigrationFile& file, std::string_view text) {
    file = upward_part(file.path, text);
    for (const auto& marker : markers) {
        const bool marked = find_line(text, marker.up.empty() ? marker.down : marker.up) != std::string::npos;
        if (folder.convention == Convention::numbered && marked) folder.convention = marker.convention;
    }
}

Result<std::vector<MigrationFolder>> find_migrations(const fs::path& root) {
    auto listed = list_files(root, [](const fs::path& path) { return is_sql(path) || path.filename() == "sqitch.plan"; });
    if (!listed) return tl::unexpected(listed.error());

    std::vector<MigrationFolder> found;
    std::vector<fs::path> sqitch_roots;
    std::map<fs::path, std::vector<fs::path>> prisma, diesel, plain;
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
    for (auto& [folder, files] : plain) {
        auto made = ordered(folder, std::move(files));
        made.convention = by_neighbours(folder, made.convention);
        if (made.convention != Convention::single) {
            found.push_back(std::move(made));
            continue;
        }
        for (auto& file : made.files) found.push_back({file.path, Convention::single, {file}});
    }
    for (auto& folder : found) {
        auto with = with_parts(std::move(folder));
        if (!with) return tl::unexpected(with.error());
        folder = std::move(*with);
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
    return with_parts({file, Convention::single, {{file}}});
}

Result<MigrationFolder> migrations_at(const fs::path& path) {
    if (!fs::is_directory(path)) return with_parts({path, Convention::single, {{path}}});
    auto found = find_migrations(path);
    if (!found) return tl::unexpected(found.error());
    if (found->size() == 1) return std::move(found->front());
    return fail(fmt::format("{} schemas were found in this folder, expected one", found->size()), {path.string()});
}

}  // namespace assay::sql
