// assay map: the facts of the sources as tables, for queries of one's own.
#include <fmt/core.h>

#include <cstdio>

#include "face/cli/command.h"
#include "face/session.h"
#include "map/definitions.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

// Rows separated by tabs under a line of names; tabs and line ends within values are shown as blanks.
int print_query(const Map& map, const std::string& sql) {
    auto query = map.prepare(sql);
    if (!query.ok()) return give_up("--sql: " + query.error());
    for (int c = 0; c < query.columns(); ++c) fmt::print("{}{}", c ? "\t" : "", query.column_name(c));
    fmt::print("\n");
    while (query.step()) {
        for (int c = 0; c < query.columns(); ++c) {
            std::string value = query.is_null(c) ? "" : std::string{query.text(c)};
            for (char& character : value)
                if (character == '\t' || character == '\n' || character == '\r') character = ' ';
            fmt::print("{}{}", c ? "\t" : "", value);
        }
        fmt::print("\n");
    }
    return query.error().empty() ? clean : give_up("--sql: " + query.error());
}

int print_tables(const Map& map) {
    for (const auto& table : map.tables()) {
        const auto count = map.value("select count(*) from " + table.name).value_or("0");
        fmt::print("{:>7}  {:<24} {}\n", count, table.name, table.description);
    }
    return clean;
}

int run(const Arguments& arguments) {
    if (arguments.has("--reference")) {
        fmt::print("{}", map_reference(*build_map(Workspace{})));
        return clean;
    }
    Request request;
    request.sources = arguments.list("SOURCE");
    request.base = arguments.text("--base");
    request.workload = arguments.text("--workload");
    request.profile = arguments.has("--profile");
    Session session{request};
    if (auto done = session.read(); !done) return give_up(done.error().text());
    if (const auto file = arguments.text("--save-map"); !file.empty()) {
        if (auto saved = session.map().save(file); !saved) return give_up(saved.error().text());
        return clean;
    }
    const auto sql = arguments.text("--sql");
    return sql.empty() ? print_tables(session.map()) : print_query(session.map(), sql);
}

}  // namespace

extern const Command map;
const Command map{"map", "Show or query the facts that were read", "assay map db/ --sql \"select name from tables\"",
                  with_source_options({{"--sql", "A query over the map; read only", OptionKind::value},
                                       {"--save-map", "Keep the map as a SQLite file", OptionKind::value},
                                       {"--reference", "Print the reference of all tables", OptionKind::flag}}),
                  run};

}  // namespace assay::cli
