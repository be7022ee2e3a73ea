// Workloads as sources of a run: found below a folder, named by the user, or what a live server remembers.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "domain/query/read/read.h"
#include "domain/query/read/workload.h"
#include "lab/live.h"
#include "sql/query_file.h"
#include "world/files.h"

namespace assay::query {

namespace fs = std::filesystem;

namespace {

// As servers and people name logs and exports of statistics.
bool has_log_name(const fs::path& file) {
    const auto name = file.filename().string();
    const auto extension = file.extension();
    if (starts_with(name, "pg_stat_statements")) return extension == ".csv";
    return starts_with(name, "postgresql") && (extension == ".csv" || extension == ".log" || extension == ".jsonlog");
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

void add_workload(std::unique_ptr<Workload> workload, const std::string& name, std::string_view how, ReadContext& context,
                  Workspace& workspace) {
    std::uint64_t calls = 0;
    for (const Query& query : workload->queries) calls += query.calls;
    context.report.read({name, fmt::format("{}, {}; {}", counted(workload->queries.size(), "query", "queries"), counted(calls, "call", "calls"), how)});
    workspace.add(std::move(workload));
}

// What is damaged is said by the statements that are read beside it.
Result<void> read_scripts(const std::vector<fs::path>& files, const std::string& name, ReadContext& context, Workspace& workspace) {
    std::vector<FileBytes> bytes;
    std::vector<Script> scripts;
    for (const auto& file : files) {
        auto opened = FileBytes::open(file);
        if (!opened) return tl::unexpected(opened.error());
        bytes.push_back(std::move(*opened));
    }
    for (std::size_t i = 0; i < files.size(); ++i) scripts.push_back({bytes[i].bytes(), files[i].string()});
    auto workload = read_statement_scripts(scripts);
    if (!workload) return tl::unexpected(workload.error());
    for (const Script& script : scripts)
        if (auto added = add_statements(script.text, script.file, workspace); !added) return tl::unexpected(added.error());
    add_workload(std::move(*workload), name, files.size() == 1 ? "SQL" : fmt::format("SQL, {} files", files.size()), context, workspace);
    return {};
}

Result<void> read_live(const Source& source, ReadContext& context, Workspace& workspace) {
    const auto name = lab::shown_address(source.text);
    auto connection = lab::open_live(source.text);
    if (!connection) return fail(connection.error().message, {name});
    auto workload = read_statement_statistics(*connection, name);
    if (!workload) return tl::unexpected(workload.error());
    add_workload(std::move(*workload), name, "pg_stat_statements", context, workspace);
    return {};
}

Result<void> read_other(const Source& source, ReadContext& context, Workspace& workspace) {
    auto workload = read_workload(source.text);
    if (!workload) return tl::unexpected(workload.error());
    const std::string name = source.text == "-" ? "standard input" : source.text;
    for (const Damage& damage : (*workload)->damage)
        workspace.could_not_read(fmt::format("{}:{}", name, damage.first.line), fmt::format("{} ({})", damage.what, counted(damage.count, "time", "times")));
    (void)add_logged_plans(**workload, name, workspace);
    const auto format = (*workload)->format;
    add_workload(std::move(*workload), name, format, context, workspace);
    return {};
}

}  // namespace

std::vector<Source> discover(const fs::path& folder) {
    std::vector<Source> sources;
    const auto files = list_files(folder, [](const fs::path& file) { return file.extension() == ".sql" || has_log_name(file); });
    if (!files) return sources;
    std::map<fs::path, std::vector<fs::path>> folders;
    for (const auto& file : *files)
        if (has_log_name(file)) sources.push_back({file.string(), file, "workload", {}, "workload"});
        else if (sql::is_query_file(file)) folders[file.parent_path()].push_back(file);
    for (const auto& [parent, queries] : folders) {
        const fs::path& path = queries.size() == 1 ? queries.front() : parent;
        sources.push_back({path.string(), path, fmt::format("queries in {}", counted(queries.size(), "file", "files")), {}, "workload"});
    }
    return sources;
}

Result<void> read_workload_source(const Source& source, ReadContext& context, Workspace& workspace) {
    if (source.path.empty() && source.text != "-") return read_live(source, context, workspace);
    if (source.path.extension() == ".sql") return read_scripts({source.path}, source.text, context, workspace);
    std::error_code none;
    if (!fs::is_directory(source.path, none)) return read_other(source, context, workspace);
    auto files = list_files(source.path, [](const fs::path& file) { return file.extension() == ".sql"; });
    if (!files) return tl::unexpected(files.error());
    std::erase_if(*files, [&](const fs::path& file) { return file.parent_path() != source.path; });
    // Beside queries there may be a schema; where nothing is named like queries, the user says that all are.
    if (std::any_of(files->begin(), files->end(), sql::is_query_file))
        std::erase_if(*files, [](const fs::path& file) { return !sql::is_query_file(file); });
    if (files->empty()) return fail("holds no .sql files with statements", {source.text});
    return read_scripts(*files, source.text, context, workspace);
}

}  // namespace assay::query
