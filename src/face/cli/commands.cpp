// The list of commands, and what they share.
#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "face/cli/commands.h"

namespace assay::cli {

const std::vector<const Command*>& commands() {
    static const std::vector<const Command*> all{
        &check,
        &fix,
        &replay,
        &rules,
        &explain,
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
        &plugin_check,
    };
    return all;
}

const std::vector<Area>& areas() {
    static const std::vector<Area> all{{"query", "Statements: explain plans, read logs, advise indexes, rewrite"},
                                        {"migrate", "Migrations: what they lock, plans without downtime, schemas compared"},
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

namespace {

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view wanted, const std::vector<std::string_view>& names) {
    std::string_view best;
    std::size_t least = std::max<std::size_t>(2, wanted.size() / 3) + 1;
    for (const auto name : names)
        if (const auto d = distance(wanted, name); d < least) {
            least = d;
            best = name;
        }
    return std::string{best};
}

}  // namespace assay::cli
