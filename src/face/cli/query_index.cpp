// assay query index: indexes for a workload, tried on statistics alone.
#include "face/cli/query_index.h"

#include <fmt/core.h>

#include <charconv>

#include "core/text.h"
#include "domain/postgres/model/catalogue.h"
#include "domain/query/read/workload.h"
#include "face/cli/request.h"
#include "lab/live.h"
#include "lab/statistics.h"
#include "world/files.h"
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

bool is_address(std::string_view source) { return starts_with(source, "postgres://") || starts_with(source, "postgresql://"); }

Result<std::unique_ptr<query::Workload>> workload_from(const std::string& source) {
    if (!is_address(source)) return query::read_workload(source);
    auto live = lab::open_live(source);
    if (!live) return fail(live.error().message, {lab::shown_address(source)});
    return query::read_statement_statistics(*live, lab::shown_address(source));
}

// The statistics that go with a base: a live system's own, or those in its snapshot.
Result<std::optional<lab::Statistics>> statistics_of(const std::string& base) {
    if (is_address(base)) {
        auto live = lab::open_live(base);
        if (!live) return fail(live.error().message, {lab::shown_address(base)});
        auto taken = lab::take_statistics(*live);
        if (!taken) return tl::unexpected(taken.error());
        return std::optional{std::move(*taken)};
    }
    std::error_code none;
    if (!std::filesystem::is_regular_file(base, none)) return std::optional<lab::Statistics>{};
    const auto text = read_file(base);
    if (!text) return tl::unexpected(text.error());
    return lab::statistics_in(*text);
}

struct Base {
    std::unique_ptr<Session> session;  // holds the lab
    lab::StatisticsLab lab;
};

Result<Base> open_base(const std::string& source, int major) {
    Request request;
    request.sources = {source};
    request.reader = "postgres";
    request.postgres_major = major;
    Base base{std::make_unique<Session>(std::move(request)), {}};
    if (auto read = base.session->read(); !read) return tl::unexpected(read.error());
    const auto catalogues = base.session->workspace().all<postgres::Catalogue>();
    if (catalogues.empty()) return fail("no database in " + source);
    auto schema = base.session->laboratory(catalogues.front()->database_id);
    if (!schema) return tl::unexpected(schema.error());
    auto statistics = statistics_of(source);
    if (!statistics) return tl::unexpected(statistics.error());
    if (*statistics) {
        auto made = lab::give_statistics(**schema, **statistics);
        if (!made) return tl::unexpected(made.error());
        base.lab = std::move(*made);
        base.lab.notes.insert(base.lab.notes.begin(), (*statistics)->notes.begin(), (*statistics)->notes.end());
        return base;
    }
    // The rows of the files, if any, are all there is to go by.
    auto copy = (*schema)->server().copy_database(**schema);
    if (!copy) return tl::unexpected(copy.error());
    base.lab.database = std::move(*copy);
    auto root = base.lab.database->connect_as_superuser();
    if (!root) return tl::unexpected(root.error());
    if (auto done = root->query("analyze"); !done) return tl::unexpected(done.error());
    base.lab.notes.emplace_back("no statistics of a live system: costs are those of the rows that the files hold (see assay query snapshot)");
    return base;
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
    const auto major = server_major(arguments);
    if (!major) return tl::unexpected(major.error());
    if (workload_source.empty() && !is_address(base_source)) return fail("--workload names the statements: a log, pg_stat_statements as CSV, SQL, or -");
    auto workload = workload_from(workload_source.empty() ? base_source : workload_source);
    if (!workload) return tl::unexpected(workload.error());
    auto base = open_base(base_source, *major);
    if (!base) return tl::unexpected(base.error());
    Progress progress{std::move(on_progress)};
    const Budget left{*time};
    options.stop = [&] { return left.spent() || stop(); };
    options.progress = [&](std::string_view what) { progress.say(what); };
    auto advice = query::advise_indexes(*base->lab.database, **workload, options);
    if (advice) advice->notes.insert(advice->notes.end(), base->lab.notes.begin(), base->lab.notes.end());
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
                {.name = "--time", .help = "How long to search; Ctrl-C ends it earlier, with the best so far", .initial = "30s"},
                {.name = "--format", .help = "How to show it", .initial = "text", .choices = {"text", "json"}},
                {"--postgres", "Major version of the lab's server", OptionKind::value}},
    .run = run,
    .area = "query",
};

}  // namespace assay::cli
