// assay migrate trace: what each pending statement locks, reads and writes anew, and who would wait.
#include "face/cli/migrate_trace.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "domain/migration/prove/fill.h"
#include "domain/migration/prove/tracer.h"
#include "face/cli/migrate_history.h"
#include "render/trace.h"

namespace assay::cli {

namespace {

struct Wanted {
    migration::WantedRows rows;
    std::int64_t sample = migration::default_sample;
    bool queue = false;
};

Result<Wanted> wanted_of(const Arguments& arguments) {
    Wanted wanted;
    auto rows = wanted_rows(arguments);
    if (!rows) return tl::unexpected(rows.error());
    wanted.rows = std::move(*rows);
    if (const auto text = arguments.text("--sample"); !text.empty()) {
        const auto sample = row_count(text);
        if (!sample) return fail("--sample: " + sample.error().message);
        wanted.sample = *sample;
    }
    wanted.queue = arguments.has("--queue");
    return wanted;
}

// The files that are reported, one after another, on the schema before the first of them.
Result<migration::Trace> trace_all(Session& session, const Wanted& wanted) {
    migration::Trace trace;
    for (const auto* migrations : session.workspace().all<migration::Migrations>()) {
        lab::Database* database = nullptr;
        for (const auto& file : migrations->files) {
            if (!file.reported || file.statements.empty()) continue;
            if (!database) {
                auto made = session.laboratory(file.statements.front().id);
                if (!made) return tl::unexpected(made.error());
                database = *made;
                migration::fill_tables(*database, wanted.rows, wanted.sample, migration::references_to_come(*migrations), trace.notes);
            }
            if (auto done = migration::trace_file(file, *database, wanted.rows, wanted.queue, trace); !done) return tl::unexpected(done.error());
        }
    }
    return trace;
}

}  // namespace

Result<std::int64_t> row_count(const std::string& text) {
    double rows = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, rows);
    if (read.ec != std::errc{} || read.ptr != end || !(rows >= 1 && rows <= 1e12)) return fail(fmt::format("'{}' is no number of rows", text));
    return static_cast<std::int64_t>(rows);
}

Result<migration::WantedRows> wanted_rows(const Arguments& arguments) {
    migration::WantedRows wanted;
    for (const auto& word : arguments.list("--rows")) {
        const auto equals = word.find('=');
        const auto rows = row_count(equals == word.npos ? std::string{} : word.substr(equals + 1));
        if (!rows) return fail(fmt::format("--rows {}: expected table=number, such as orders=5e6", word));
        wanted[word.substr(0, equals)] = *rows;
    }
    return wanted;
}

Result<migration::Trace> trace_migrations(Session& session, const Arguments& arguments) {
    const auto wanted = wanted_of(arguments);
    if (!wanted) return tl::unexpected(wanted.error());
    return trace_all(session, *wanted);
}

namespace {

int run(const Arguments& given) {
    auto arguments = given;
    if (arguments.list("SOURCE").empty()) arguments.values["SOURCE"] = {"."};
    if (const auto wanted = wanted_of(arguments); !wanted) return give_up(wanted.error().text());
    auto run = run_area(arguments, "migration", "", judges_statements);
    if (!run) return give_up(run.error().text());
    Session& session = *(*run)->session;
    const auto trace = trace_migrations(session, arguments);
    if (!trace) return give_up(trace.error().text());
    auto options = render_options(arguments);
    options.more_json = [&](rendering::JsonWriter& json) { rendering::write_trace(json, *trace); };
    const bool text = arguments.text("--format") == "text";
    const int status = print_report(session.report(), arguments, arguments.text("--fail-on"), options, text ? rendering::trace_text(*trace, options) : std::string{});
    const bool failed = std::any_of(trace->statements.begin(), trace->statements.end(), [](const auto& statement) { return !statement.error.empty(); });
    return failed ? could_not : status;
}

}  // namespace

extern const Command migrate_trace;
const Command migrate_trace{
    .name = "trace",
    .about = "Run migrations in the lab: locks, rewrites, who waits, how long",
    .example = "assay migrate trace db/migrations/0042_add_region.sql --rows orders=5e6",
    .options = with_report_options({{"--rows", "Fill a table first: orders=5e6; may be repeated", OptionKind::list},
                                    {"--sample", "How many rows a table is given in the lab at most; 400000 if not said", OptionKind::value},
                                    {"--queue", "Also what readers wait for behind it, by lock_timeout", OptionKind::flag}}, "never"),
    .run = run,
    .area = "migrate",
};

}  // namespace assay::cli
