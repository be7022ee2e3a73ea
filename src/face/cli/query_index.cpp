// assay query index: indexes for a workload, tried on statistics alone.
#include "face/cli/query_index.h"

#include <fmt/core.h>

#include <charconv>

#include "core/text.h"
#include "domain/query/read/existing.h"
#include "domain/query/read/workload.h"
#include "face/cli/query_base.h"
#include "face/cli/request.h"
#include "lab/live.h"
#include "world/interrupt.h"
#include "world/terminal.h"

namespace assay::cli {

namespace {

// "500MB", "2 GB", "800kB", "1000000": powers of 1000, as disks are sold and budgets are said.
Result<double> bytes_of(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto unit = trimmed(std::string_view{end, static_cast<std::size_t>(text.data() + text.size() - end)});
    const double factor = unit.empty() || unit == "B" ? 1 : unit == "kB" || unit == "KB" ? 1e3 : unit == "MB" ? 1e6 : unit == "GB" ? 1e9 : unit == "TB" ? 1e12 : 0;
    if (error != std::errc{} || factor == 0 || number <= 0) return fail(fmt::format("'{}' is no size; expected a number with kB, MB, GB or TB", text));
    return number * factor;
}

query::PlanKind plans_from(std::string_view text) {
    if (text == "custom") return query::PlanKind::custom;
    return text == "generic" ? query::PlanKind::generic : query::PlanKind::both;
}

Result<std::unique_ptr<query::Workload>> workload_from(const std::string& source) {
    if (!lab::is_address(source)) return query::read_workload(source);
    auto live = lab::open_live(source);
    if (!live) return fail(live.error().message, {lab::shown_address(source)});
    return query::read_statement_statistics(*live, lab::shown_address(source));
}

// Costs of empty tables say nothing.
Result<void> check_rows(lab::Database& database, const std::string& source) {
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    const auto filled = root->query("select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') "
                                    "and c.reltuples > 0 and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' limit 1");
    if (!filled) return tl::unexpected(filled.error());
    if (filled->size() > 0) return {};
    return fail("it makes tables without rows, and has no statistics: what an index would save cannot be known. Give a snapshot of the database "
                "in use (assay query snapshot postgres://… --output FILE), its address, or SQL files with rows",
                {source});
}

// What the server counted of writes and scans, where statistics came from one.
Result<query::Counters> counters_of(const QueryBase& base, lab::Database& database) {
    if (!base.statistics) return query::Counters{};
    auto root = database.connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    return query::counters_in(*root, *base.statistics);
}

}  // namespace

Result<query::IndexAdvice> advise_indexes(const Arguments& arguments, const std::function<bool()>& stop, Progress::Listener on_progress) {
    const auto base_source = arguments.text("--base"), workload_source = arguments.text("--workload");
    query::AdviceOptions options;
    if (const auto budget = arguments.text("--budget"); !budget.empty()) {
        const auto bytes = bytes_of(budget);
        if (!bytes) return tl::unexpected(bytes.error());
        options.budget = *bytes;
    }
    const auto time = duration_from(arguments.text("--time"));
    if (!time) return tl::unexpected(time.error());
    if (time->count() == 0) return fail("--time: a search needs some time");
    if (workload_source.empty() && !lab::is_address(base_source)) return fail("--workload names the statements: a log, pg_stat_statements as CSV, SQL, or -");
    const auto most_of_a_table = number_from(arguments, "--per-table", 1, 1000), repeats = number_from(arguments, "--repeat", 0, 1000);
    if (!most_of_a_table || !repeats) return tl::unexpected((most_of_a_table ? repeats : most_of_a_table).error());
    options.most_of_a_table = static_cast<int>(*most_of_a_table);
    options.repeats = static_cast<int>(*repeats);
    options.plans = plans_from(arguments.text("--plans"));
    Progress progress{std::move(on_progress)};
    auto workload = workload_from(workload_source.empty() ? base_source : workload_source);
    if (!workload) return tl::unexpected(workload.error());
    auto base = open_query_base(arguments, stop, progress);
    if (!base) return tl::unexpected(base.error());
    auto lab = planning_lab(*base->schema, base->statistics);
    if (!lab) return tl::unexpected(lab.error());
    if (!base->statistics)
        if (auto rows = check_rows(*lab->database, base_source); !rows) return tl::unexpected(rows.error());
    const Budget left{*time};
    options.stop = [&] { return left.spent() || stop(); };
    options.progress = [&](std::string_view what) { progress.say(what); };
    auto counters = counters_of(*base, *lab->database);
    if (!counters) return tl::unexpected(counters.error());
    options.rows.own = !base->statistics;
    if (base->sample) {
        options.rows.sample = base->sample->database.get();
        options.rows.shares = base->sample->shares;
    }
    options.counters = std::move(*counters);
    auto advice = query::advise_indexes(*lab->database, **workload, options);
    if (advice) advice->notes.insert(advice->notes.end(), lab->notes.begin(), lab->notes.end());
    if (advice) advice->notes.insert(advice->notes.end(), base->notes.begin(), base->notes.end());
    return advice;
}

namespace {

int run(const Arguments& arguments) {
    const InterruptWatch watch;
    const auto advice = advise_indexes(arguments, InterruptWatch::wanted);
    if (!advice) return give_up(advice.error().text());
    fmt::print("{}", arguments.text("--format") == "json" ? index_json(*advice) : index_text(*advice, terminal_width()));
    return advice->indexes.empty() && advice->drops.empty() ? clean : found;
}

}  // namespace

extern const Command query_index;
const Command query_index{
    .name = "index",
    .about = "Choose indexes for a workload under a budget",
    .example = "assay query index --base shop.sql --workload postgresql.csv --budget 500MB",
    .options = {{.name = "--base", .help = "The database: a file of assay query snapshot, SQL files, or postgres://…", .required = true},
                {"--workload", "Statements: a log, pg_stat_statements as CSV or of a server, SQL, or -; none: the base's own", OptionKind::value},
                {"--budget", "What the indexes may take on disk: 500MB, 2GB", OptionKind::value},
                {.name = "--per-table", .help = "At most so many new indexes of one table", .initial = "5"},
                {.name = "--plans", .help = "Of statements with parameters: plans for the values of their calls, plans without values, or the first and what the second change",
                 .initial = "both", .choices = {"custom", "generic", "both"}},
                sample_option(),
                {.name = "--repeat", .help = "Runs of each statement, without and with the indexes, where the base has rows; 0: none", .initial = "5"},
                {.name = "--time", .help = "How long to search; Ctrl-C ends it earlier, with the best so far", .initial = "30s"},
                {.name = "--format", .help = "How to show it", .initial = "text", .choices = {"text", "json"}},
                {"--postgres", "Major version of the lab's server", OptionKind::value}},
    .run = run,
    .area = "query",
};

}  // namespace assay::cli
