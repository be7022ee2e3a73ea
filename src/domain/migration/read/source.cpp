// Folders and files of migrations, named or found, and pages' cases.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <future>

#include "core/text.h"
#include "domain/migration/read/marks.h"
#include "domain/migration/read/read.h"
#include "domain/migration/read/released.h"
#include "sql/parser.h"
#include "world/files.h"
#include "world/terminal.h"

namespace assay::migration {

namespace fs = std::filesystem;

namespace {

// Flyway itself runs a file outside a transaction when every statement in it asks for that.
bool runs_alone(const Statement& statement) {
    return std::any_of(statement.changes.begin(), statement.changes.end(), [](const Change& change) {
        return (change.concurrently && change.kind != Kind::refresh) || change.kind == Kind::vacuum || change.kind == Kind::vacuum_full;
    });
}

void choose_wrap(sql::Convention convention, File& file) {
    file.wrap = wrap_of(convention, file.path, file.text);
    if (convention == sql::Convention::flyway && std::all_of(file.statements.begin(), file.statements.end(), runs_alone)) file.wrap = Scope::none;
}

std::unique_ptr<Migrations> new_migrations(const std::string& source, const sql::MigrationFolder& folder, const ReadContext& context) {
    auto made = std::make_unique<Migrations>();
    made->source = source;
    made->convention = folder.convention;
    if (context.postgres_major != 0) made->version = context.postgres_major;
    made->files.reserve(folder.files.size());  // statements are views into their files
    return made;
}

std::string name_of(const fs::path& path) {
    const auto file = path.filename().string();
    return file == "migration.sql" || file == "up.sql" ? path.parent_path().filename().string() + "/" + file : file;
}

std::string canonical_path(const fs::path& path) {
    std::error_code none;
    return fs::weakly_canonical(path, none).string();
}

// Which files are spoken of: the one that was named, or those that are not released.
void choose_reported(Migrations& migrations, const Source& source, const sql::MigrationFolder& folder, bool all) {
    if (!source.path.empty() && !fs::is_directory(source.path)) {
        for (auto& file : migrations.files) file.reported = canonical_path(file.path) == canonical_path(source.path);
        return;
    }
    if (all) return;
    const auto released = released_below(folder.folder.string());
    if (!released) return;
    for (auto& file : migrations.files) file.reported = !released->contains(canonical_path(file.path));
    migrations.one_deploy = true;
}

std::string summary(const Migrations& migrations) {
    const auto reported = std::count_if(migrations.files.begin(), migrations.files.end(), [](const File& file) { return file.reported; });
    const auto files = migrations.files.size();
    auto text = fmt::format("{} migration{} ({})", files, files == 1 ? "" : "s", sql::name(migrations.convention));
    const auto before = files - static_cast<std::size_t>(reported);
    if (before == 0) return text;
    return text + fmt::format("; {} of them only as what went before{}", before, migrations.one_deploy ? ", since git has released them (--all reports them too)" : "");
}

Result<void> finish(std::unique_ptr<Migrations> migrations, ReadContext& context, Workspace& workspace) {
    follow(*migrations);
    for (auto& file : migrations->files)
        if (file.reported)
            for (const auto& unread : file.unread) workspace.could_not_read(unread.source, unread.reason);
    context.report.read({migrations->source, summary(*migrations)});
    workspace.add(std::move(migrations));
    return {};
}

Result<void> read_text(std::string_view text, const std::string& name, ReadContext& context, Workspace& workspace) {
    const sql::MigrationFolder folder{{}, sql::Convention::single, {{name}}};
    auto migrations = new_migrations(name, folder, context);
    auto& file = migrations->files.emplace_back(File{.path = name, .name = name});
    read_file_text(std::string{text}, sql::upward_part(name, text), file);
    return finish(std::move(migrations), context, workspace);
}

// The files from `first` to `last`, parsed on a thread of their own: what they ask of the parser then needs no other.
Result<void> read_files(const sql::MigrationFolder& folder, std::size_t first, std::size_t last, Migrations& migrations) {
    Result<void> done;
    const auto parsed = sql::with_parser_thread([&](const sql::Parser&) {
        for (auto i = first; i < last && done; ++i) {
            const auto& part = folder.files[i];
            auto text = read_file(part.path);
            if (!text) {
                done = tl::unexpected(text.error());
                return;
            }
            auto& file = migrations.files[i];
            read_file_text(std::move(*text), part, file);
            choose_wrap(folder.convention, file);
        }
    });
    return parsed ? done : parsed;
}

// A folder of few files is not worth a second thread.
constexpr std::size_t worth_two_threads = 50;

Result<void> read_all(const sql::MigrationFolder& folder, Migrations& migrations) {
    for (const auto& part : folder.files) migrations.files.push_back(File{.path = part.path.string(), .name = name_of(part.path)});
    const auto count = folder.files.size();
    if (count < worth_two_threads) return read_files(folder, 0, count, migrations);
    auto second = std::async(std::launch::async, [&] { return read_files(folder, count / 2, count, migrations); });
    auto first = read_files(folder, 0, count / 2, migrations);
    auto rest = second.get();
    return first ? rest : first;
}

// What comes after the file that was named does not matter to it.
void leave_out_later(sql::MigrationFolder& folder, const fs::path& named) {
    const auto is_it = [&](const sql::MigrationFile& file) { return canonical_path(file.path) == canonical_path(named); };
    const auto found = std::find_if(folder.files.begin(), folder.files.end(), is_it);
    if (found != folder.files.end()) folder.files.erase(found + 1, folder.files.end());
}

Result<void> read_folder(const Source& source, const std::string& name, const sql::MigrationFolder& folder, ReadContext& context, Workspace& workspace) {
    context.progress.say("reading " + name);
    auto migrations = new_migrations(name, folder, context);
    if (auto done = read_all(folder, *migrations); !done) return done;
    choose_reported(*migrations, source, folder, context.as == "all");
    return finish(std::move(migrations), context, workspace);
}

}  // namespace

bool reads(const Source&) { return false; }  // only where it is named: `assay check` reads such folders as schemas

Result<void> read(const Source& source, ReadContext& context, Workspace& workspace) {
    if (source.text == "-") {
        auto text = read_standard_input();
        if (!text) return tl::unexpected(text.error());
        return read_text(*text, "standard input", context, workspace);
    }
    if (source.path.empty()) return fail("expected a file or folder of migrations", {source.text});
    if (!fs::is_directory(source.path)) {
        auto folder = sql::folder_of(source.path);
        if (!folder) return tl::unexpected(folder.error());
        leave_out_later(*folder, source.path);
        return read_folder(source, source.text, *folder, context, workspace);
    }
    auto folders = sql::find_migrations(source.path);
    if (!folders) return tl::unexpected(folders.error());
    if (folders->empty()) return fail("no SQL files were found below this folder", {source.text});
    // Beside folders of migrations, other SQL files are schemas, seeds and reports.
    const auto alone = [](const sql::MigrationFolder& folder) { return folder.convention == sql::Convention::single; };
    if (!std::all_of(folders->begin(), folders->end(), alone)) std::erase_if(*folders, alone);
    for (const auto& folder : *folders) {
        const auto name = folders->size() == 1 ? source.text : folder.folder.string();
        if (auto done = read_folder(source, name, folder, context, workspace); !done) return done;
    }
    return {};
}

Result<void> read_case(std::string_view text, std::string_view, ReadContext& context, Workspace& workspace) {
    constexpr std::string_view mark = "-- file: ";
    if (!starts_with(text, mark)) return read_text(text, "case.sql", context, workspace);
    std::map<fs::path, std::string> texts;
    std::vector<fs::path> paths;
    for (const auto line : lines_of(text)) {
        if (starts_with(line, mark)) paths.emplace_back(std::string{trimmed(line.substr(mark.size()))});
        else texts[paths.back()] += std::string{line} + "\n";
    }
    auto folder = sql::arranged({}, paths);
    for (auto& part : folder.files) sql::heed_markers(folder, part, texts[part.path]);
    auto migrations = new_migrations("case", folder, context);
    for (const auto& part : folder.files) {
        auto& file = migrations->files.emplace_back(File{.path = part.path.string(), .name = name_of(part.path)});
        read_file_text(texts[part.path], part, file);
        choose_wrap(folder.convention, file);
    }
    return finish(std::move(migrations), context, workspace);
}

}  // namespace assay::migration
