// The list of commands, and what they share.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

#include "face/cli/commands.h"

namespace assay::cli {

const std::vector<const Command*>& commands() {
    static const std::vector<const Command*> all{
        &check,
        &fix,
        &replay,
        &rules,
        &explain,
        &ask,
        &map,
        &doctor,
        &init,
        &test_rules,
        &completion,
        &version,
        &query_explain,
        &query_lint,
        &query_log,
        &query_index,
        &query_rewrite,
        &query_snapshot,
        &migrate_lint,
        &migrate_history,
        &migrate_trace,
        &migrate_plan,
        &migrate_diff,
        &migrate_drift,
        &migrate_from_mysql,
        &sql,
        &mcp,
        &serve,
        &guide_show,
        &guide_list,
        &guide_coverage,
        &guide_run,
        &plugin_check,
    };
    return all;
}

const std::vector<Area>& areas() {
    static const std::vector<Area> all{{"query", "Statements: explain plans, read logs, advise indexes, rewrite"},
                                        {"migrate", "Migrations: what they lock, plans without downtime, schemas compared"},
                                        {"guide", "Topics, each with examples that run: assay guide TOPIC", "show"},
                                        {"plugin", "The agent for assistants' programs: check its files"}};
    return all;
}

Arguments defaults_of(const Command& command) {
    Arguments arguments;
    for (const auto& option : command.options)
        if (!option.initial.empty()) arguments.values[std::string{option.name}] = {std::string{option.initial}};
    return arguments;
}

std::vector<std::string_view> verbs(std::string_view area) {
    std::vector<std::string_view> names;
    for (const Command* command : commands())
        if (command->area == area) names.push_back(command->name);
    if (area.empty())
        for (const Area& known : areas()) names.push_back(known.name);
    return names;
}

std::vector<OptionSpec> with_source_options(std::vector<OptionSpec> own) {
    own.push_back({"--base", "A database beside the sources: a file, a folder or postgres://…", OptionKind::value});
    own.push_back({"--workload", "Statements that run there: SQL, a log, pg_stat_statements as CSV; a live database has its own", OptionKind::value});
    own.push_back({"--postgres", "Major version of the lab's server", OptionKind::value});
    own.push_back({"--profile", "Read rows of live systems too, within a budget", OptionKind::flag});
    own.push_back({"SOURCE", "File, folder, postgres://… or -; none: the current folder", OptionKind::positional_list});
    return own;
}

int give_up(std::string_view message) {
    fmt::print(stderr, "assay: {}\n", message);
    return could_not;
}

}  // namespace assay::cli
