#include "domain/query/read/read.h"

#include <fmt/core.h>

#include "core/text.h"
#include "domain/query/model/plan.h"
#include "domain/query/read/log.h"
#include "domain/query/read/plan_tree.h"
#include "domain/query/read/workload.h"
#include "world/files.h"

namespace assay::query {

namespace {

std::string summary(const std::vector<std::unique_ptr<Plan>>& plans) {
    std::size_t nodes = 0;
    for (const auto& plan : plans) nodes += plan->nodes.size();
    return fmt::format("{} plan{} of {} nodes, {}", plans.size(), plans.size() == 1 ? "" : "s", nodes, plans.front()->format);
}

Result<void> read_text(std::string_view text, const std::string& name, ReadContext& context, Workspace& workspace) {
    auto plans = read_plans(text, name);
    if (!plans) return tl::unexpected(plans.error());
    context.report.read({name, summary(*plans)});
    for (auto& plan : *plans) {
        if (!plan->complete()) workspace.could_not_read(name, fmt::format("plan {}: {}", plan->number, plan->problem));
        workspace.add(std::move(plan));
    }
    return {};
}

Result<void> read_log_plans(const Source& source, ReadContext& context, Workspace& workspace) {
    auto workload = read_logs({source.text}, {.progress = &context.progress});
    if (!workload) return tl::unexpected(workload.error());
    const auto unread = workspace.unread().size();
    const auto plans = add_logged_plans(**workload, source.text, workspace);
    if (plans == 0 && workspace.unread().size() == unread)
        return fail("the log holds no plans: auto_explain writes them, from log_min_duration on", {source.text});
    context.report.read({source.text, fmt::format("the slowest plan of {} quer{}, {}", plans, plans == 1 ? "y" : "ies", (*workload)->format)});
    return {};
}

Result<void> read_logged_statements(const Source& source, ReadContext& context, Workspace& workspace) {
    const auto workload = read_workload(source.text);
    if (!workload) return tl::unexpected(workload.error());
    const auto count = add_logged_statements(**workload, source.text, workspace);
    if (!count) return tl::unexpected(count.error());
    context.report.read({source.text, fmt::format("{} quer{}, {}", *count, *count == 1 ? "y" : "ies", (*workload)->format)});
    return {};
}

Result<void> read_statement_folder(const Source& source, ReadContext& context, Workspace& workspace) {
    const auto files = list_files(source.path, [](const std::filesystem::path& file) { return file.extension() == ".sql"; });
    if (!files) return tl::unexpected(files.error());
    for (const auto& file : *files) {
        const auto text = read_file(file);
        if (!text) return tl::unexpected(text.error());
        if (auto done = read_statements(*text, file.string(), context, workspace); !done) return done;
    }
    return {};
}

}  // namespace

std::size_t add_logged_plans(const Workload& workload, const std::string& name, Workspace& workspace) {
    int number = 0;
    for (const Query& query : workload.queries) {
        if (!query.slowest_plan) continue;
        auto plans = read_plans(query.slowest_plan->plan, name);
        if (!plans) {
            workspace.could_not_read(name, fmt::format("plan of line {}: {}", query.slowest_plan->location.line, plans.error().message));
            continue;
        }
        for (auto& plan : *plans) {
            const int before = query.slowest_plan->location.line - 1;
            plan->number = ++number;
            plan->line += before;
            for (auto& node : plan->nodes) node.line += before;
            for (const Sample& call : query.samples)
                if (plan->called.empty() && call.statement == plan->statement) plan->set_called(call.parameters);
            plan->statement = query.text;
            workspace.add(std::move(plan));
        }
    }
    return static_cast<std::size_t>(number);
}

bool reads(const Source& source) {
    if (source.path.empty()) return false;
    if (has_log_extension(source.path)) return true;
    const auto extension = source.path.extension();
    for (const char* known : {".json", ".yaml", ".yml", ".xml", ".plan", ".txt"})
        if (extension == known) {
            const auto file = FileBytes::open(source.path);
            return file && looks_like_plan(file->bytes());
        }
    return false;
}

Result<void> read(const Source& source, ReadContext& context, Workspace& workspace) {
    const bool standard_input = source.text == "-", log = !standard_input && has_log_extension(source.path);
    if (context.as == "workload" || (log && context.as.empty())) return read_workload_source(source, context, workspace);
    if (log && context.as == "plans") return read_log_plans(source, context, workspace);
    if (log && context.as == "statements") return read_logged_statements(source, context, workspace);
    std::error_code none;
    if (context.as == "statements" && std::filesystem::is_directory(source.path, none)) return read_statement_folder(source, context, workspace);
    auto text = standard_input ? read_standard_input() : read_file(source.path);
    if (!text) return tl::unexpected(text.error());
    const std::string name = standard_input ? "standard input" : source.text;
    return context.as == "statements" ? read_statements(*text, name, context, workspace) : read_text(*text, name, context, workspace);
}

Result<void> read_case(std::string_view text, std::string_view, ReadContext& context, Workspace& workspace) {
    if (context.as == "workload") {
        auto workload = read_statement_script(text, "workload.sql");
        if (!workload) return tl::unexpected(workload.error());
        workspace.add(std::move(*workload));
        return {};
    }
    return context.as == "sql" ? read_statements(text, "case.sql", context, workspace) : read_text(text, "case.txt", context, workspace);
}

}  // namespace assay::query
