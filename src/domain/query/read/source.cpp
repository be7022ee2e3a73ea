#include "domain/query/read/read.h"

#include <fmt/core.h>

#include "core/text.h"
#include "domain/query/model/plan.h"
#include "domain/query/read/plan_tree.h"
#include "world/files.h"

namespace assay::query {

namespace {

// What every plan's text holds, in one of the four formats.
bool looks_like_plan(std::string_view text) {
    for (const std::string_view sign : {"\"Node Type\"", "\"\"Node Type\"\"", "Node Type:", "<Node-Type>", "(cost=", "(actual "})
        if (text.find(sign) != text.npos) return true;
    return false;
}

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

}  // namespace

bool reads(const Source& source) {
    if (source.path.empty()) return false;
    const auto extension = source.path.extension();
    for (const char* known : {".json", ".yaml", ".yml", ".xml", ".plan", ".txt"})
        if (extension == known) {
            const auto text = read_file(source.path);
            return text && looks_like_plan(*text);
        }
    return false;
}

Result<void> read(const Source& source, ReadContext& context, Workspace& workspace) {
    const bool standard_input = source.text == "-";
    auto text = standard_input ? read_standard_input() : read_file(source.path);
    if (!text) return tl::unexpected(text.error());
    const std::string name = standard_input ? "standard input" : source.text;
    return context.as == "statements" ? read_statements(*text, name, context, workspace) : read_text(*text, name, context, workspace);
}

Result<void> read_case(std::string_view text, std::string_view, ReadContext& context, Workspace& workspace) {
    return looks_like_plan(text) ? read_text(text, "case.txt", context, workspace) : read_statements(text, "case.sql", context, workspace);
}

}  // namespace assay::query
