// assay sql: one query on a live database that cannot write there, whatever it says.
#include "face/cli/sql.h"

#include <fmt/core.h>

#include <charconv>
#include <cstdio>

#include "face/cli/request.h"
#include "lab/live.h"
#include "render/json_writer.h"
#include "world/files.h"
#include "world/interrupt.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

constexpr std::size_t most_rows = 100'000;

Result<std::size_t> count_from(const std::string& text) {
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size() || count == 0 || count > most_rows)
        return fail(fmt::format("--rows {}: expected a number from 1 to {}", text, most_rows));
    return count;
}

int run(const Arguments& arguments) {
    auto query = live_query(arguments);
    if (!query) return give_up(query.error().text());
    if (!lab::is_address(query->address)) return give_up("sql: expected the address of a live database, postgres://…");
    if (query->sql == "-") {
        auto text = read_standard_input();
        if (!text) return give_up(text.error().text());
        query->sql = std::move(*text);
    }
    const InterruptWatch watch;
    query->stop = &InterruptWatch::wanted;
    const auto answer = postgres::ask(*query);
    if (!answer) return give_up(answer.error().text());
    for (const auto& warning : answer->warnings) fmt::print(stderr, "assay: {}\n", warning);
    const bool json = arguments.text("--format") == "json";
    fmt::print("{}", json ? answer_json(*answer) : answer_text(*answer, terminal_width()));
    return clean;
}

}  // namespace

Result<postgres::LiveQuery> live_query(const Arguments& arguments) {
    const auto time = duration_from(arguments.text("--time"));
    if (!time) return tl::unexpected(time.error());
    const auto rows = count_from(arguments.text("--rows"));
    if (!rows) return tl::unexpected(rows.error());
    return postgres::LiveQuery{arguments.text("SOURCE"), arguments.text("SQL"), *time, *rows, arguments.list("--allow")};
}

std::string answer_json(const postgres::LiveAnswer& answer) {
    rendering::JsonWriter json;
    json.object([&] {
        json.member("assay", ASSAY_VERSION);
        json.member("schema_version", 1);
        json.array("columns", [&] {
            for (const auto& column : answer.columns)
                json.object([&] {
                    json.member("name", column.name);
                    json.member("type", column.type);
                });
        });
        json.array("rows", [&] {
            for (const auto& row : answer.rows)
                json.array([&] {
                    for (const auto& value : row) value ? json.value(*value) : json.null();
                });
        });
        json.member_or_null("cut", answer.cut);
        json.member("ms", answer.ms);
        json.array("warnings", [&] {
            for (const auto& warning : answer.warnings) json.value(warning);
        });
    });
    return json.take();
}

extern const Command sql;
const Command sql{"sql", "Ask a live database one query; nothing it says can write there", "assay sql postgres://reader@db.example/shop \"select count(*) from orders\"",
                  {{"SOURCE", "postgres://…, a live database", OptionKind::positional, {}, {}, true},
                   {"SQL", "One SELECT, or EXPLAIN of one; - reads it from standard input", OptionKind::positional, {}, {}, true},
                   {"--time", "How long it may run", OptionKind::value, "5s"},
                   {"--rows", "How many rows to show", OptionKind::value, "1000"},
                   {"--allow", "A function that you know to only read, schema.name(types); may be repeated", OptionKind::list},
                   {"--format", "How to print", OptionKind::value, "text", {"text", "json"}}},
                  run};

}  // namespace assay::cli
