// map: the facts that were read, as tables that a query may ask; or what tables there are.
#include <fmt/core.h>

#include "core/values.h"
#include "face/cli/commands.h"
#include "face/mcp/findings.h"
#include "map/guard.h"

namespace assay::mcp::tools {

namespace {

constexpr Milliseconds time_of_a_query{3'000};
constexpr std::size_t cell_bytes = 500;

// Values of the user's rows leave masked.
std::string cell(std::string_view text) {
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != value_begins) {
            shown += text[i];
            continue;
        }
        shown += "***";
        i = std::min(text.find(value_ends, i), text.size() - 1);
    }
    if (shown.size() > cell_bytes) {
        shown.resize(cell_bytes);
        shown += "…";
    }
    return shown;
}

Json tables_of(const Map& map) {
    Json tables = Json::object();
    for (const auto& table : map.tables())
        if (const auto count = map.value("select count(*) from " + table.name).value_or("0"); count != "0") tables[table.name] = std::stoll(count);
    return tables;
}

Result<Json> columns_of(const Map& map, const std::string& wanted) {
    for (const auto& table : map.tables()) {
        if (table.name != wanted) continue;
        Json columns = Json::object();
        for (const auto& column : table.columns) columns[column.name] = column.description;
        const auto all = map.prepare("select * from " + table.name);  // a view's columns have no description
        for (int c = 0; c < all.columns(); ++c) columns.emplace(all.column_name(c), "");
        return Json{{"table", table.name}, {"about", table.description}, {"columns", std::move(columns)}};
    }
    return fail(fmt::format("the map has no table '{}'", wanted));
}

Result<Json> rows_of(const Map& map, const std::string& sql, Call& call) {
    const MapGuard guard{map, time_of_a_query, [&call] { return call.stopped(); }};
    auto query = map.prepare(sql);
    if (!query.ok()) return fail("query: " + query.error());
    Json columns = Json::array(), rows = Json::array();
    for (int c = 0; c < query.columns(); ++c) columns.push_back(query.column_name(c));
    std::size_t bytes = 0;
    bool all = true;
    while (query.step()) {
        Json row = Json::array();
        for (int c = 0; c < query.columns(); ++c) row.push_back(query.is_null(c) ? Json{} : Json(cell(query.text(c))));
        bytes += dump(row).size();
        if (bytes > result_bytes && !rows.empty()) {
            all = false;
            break;
        }
        rows.push_back(std::move(row));
    }
    if (!query.error().empty() && all) return fail("query: " + query.error());
    return Json{{"columns", std::move(columns)}, {"rows", std::move(rows)}, {"all", all}};
}

// The map of a report, or one that is read now.
Result<std::shared_ptr<Kept>> map_holder(const Json& arguments, Call& call, Desk& desk) {
    if (member(arguments, "report")) return kept_for(arguments, desk);
    auto run = cli::prepare_run(arguments_for(map, arguments));
    if (!run) return tl::unexpected(run.error());
    (*run)->request.wanted = [](const Rule&) { return false; };
    return run_and_keep(std::move(*run), "map", {}, call, desk);
}

Result<Json> run(const Json& arguments, Call& call, Desk& desk) {
    const auto kept = map_holder(arguments, call, desk);
    if (!kept) return tl::unexpected(kept.error());
    const std::lock_guard lock{(*kept)->mutex};
    if (!(*kept)->run) return fail("the map of this report had to make room: read it again");
    const auto& facts = (*kept)->run->session->map();
    const auto query = text_in(arguments, "query"), table = text_in(arguments, "table");
    auto result = query ? rows_of(facts, *query, call) : table ? columns_of(facts, *table) : Result<Json>{Json{{"tables", tables_of(facts)}}};
    if (result) (*result)["report"] = (*kept)->handle;
    return result;
}

}  // namespace

const Consultation map{
    .name = "map",
    .title = "Query the facts",
    .about = "The facts of the sources as SQLite tables: which there are and how many rows, a table's columns, or the rows of a query.",
    .command = &cli::map,
    .parameters = {{"report", "", "Of a report; else of sources"},
                   {"sources", "SOURCE", "As for check"},
                   {"query", "", "SQL over the map, read only"},
                   {"table", "", "Its columns"}},
    .output = R"({"type":"object","required":["report"],"properties":{"tables":{"type":"object"},"columns":{"type":["array","object"]},"rows":{"type":"array"},"all":{"type":"boolean"}}})",
    .run = run,
};

}  // namespace assay::mcp::tools
