#include "domain/postgres/live_query/session.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/utf8.h"
#include "lab/live.h"
#include "world/limits.h"

namespace assay::postgres::live {

namespace {

constexpr Milliseconds time_of_judging{10'000};
constexpr std::string_view tree_message = "rewritten parse tree:";

std::string kept(std::string_view text) {
    if (text.size() <= limits::answer_cell_bytes) return std::string{text};
    return std::string{text.substr(0, utf8::boundary(text, limits::answer_cell_bytes))} + "…";
}

// Collects rows until a bound is met.
class Collector {
public:
    Collector(LiveAnswer& answer, std::size_t most_rows) : answer_{answer}, most_rows_{most_rows} {}

    bool take(const pg::Rows& row) {
        if (types.empty())
            for (int c = 0; c < row.columns(); ++c) {
                answer_.columns.push_back({std::string{row.column_name(c)}, {}});
                types.push_back(row.column_type(c));
            }
        if (row.size() == 0) return true;
        if (types.size() > limits::answer_columns) return false;
        if (answer_.rows.size() == most_rows_) return stop(fmt::format("more than {} rows", most_rows_));
        auto& values = answer_.rows.emplace_back();
        for (int c = 0; c < row.columns(); ++c) {
            values.push_back(row.is_null(0, c) ? std::nullopt : std::optional{kept(row.text(0, c))});
            bytes_ += values.back() ? values.back()->size() : 0;
        }
        return bytes_ <= limits::answer_bytes || stop(fmt::format("more than {} bytes", limits::answer_bytes));
    }

    std::vector<std::uint32_t> types;

private:
    bool stop(std::string why) {
        answer_.cut = std::move(why);
        return false;
    }

    LiveAnswer& answer_;
    std::size_t most_rows_, bytes_ = 0;
};

}  // namespace

Result<Session> Session::open(const LiveQuery& query) {
    auto connection = lab::open_live(query.address);
    if (!connection) return fail(connection.error().message, {lab::shown_address(query.address)});
    Session session{std::move(*connection), query};
    if (auto settled = session.settle(); !settled) return tl::unexpected(settled.error());
    return session;
}

// Parallel workers would multiply what a query takes; constraints and compiled code are left out since each is one more
// thing to judge. Strings are read as the parser of the first look reads them.
Result<void> Session::settle() {
    const auto path = connection_.query("select pg_catalog.unnest(pg_catalog.current_schemas(false))");
    if (!path) return tl::unexpected(path.error());
    for (int r = 0; r < path->size(); ++r) search_path_ += (r ? ", " : "") + pg::quote_identifier(path->text(r, 0));
    const auto settings = fmt::format(
        "set search_path = pg_catalog; set standard_conforming_strings = on; set row_security = on; set jit = off; set debug_pretty_print = off; "
        "set debug_print_parse = off; set debug_print_plan = off; set constraint_exclusion = off; set max_parallel_workers_per_gather = 0; set work_mem = '16MB'; "
        "set statement_timeout = {}; set idle_in_transaction_session_timeout = 60000; {}",
        time_of_judging.count(), version() >= 140000 ? "set client_connection_check_interval = 1000; " : "");
    if (auto set = connection_.query(settings); !set) return tl::unexpected(set.error());
    const auto who = connection_.query("select rolsuper from pg_catalog.pg_roles where rolname = current_user");
    if (!who) return tl::unexpected(who.error());
    is_superuser_ = who->size() == 1 && who->boolean(0, 0);
    if (is_superuser_)
        if (auto set = connection_.query("set temp_file_limit = '256MB'"); !set) return tl::unexpected(set.error());
    if (auto begun = connection_.query("begin transaction read only"); !begun) return tl::unexpected(begun.error());
    return {};
}

// The server prints its tree for a client that asks; only a superuser can keep it out of the server's own log.
Result<std::string> Session::resolve(const std::string& name, const std::string& query, const std::vector<Oid>& parameter_types) {
    const std::string_view unlogged = is_superuser_ ? "set log_min_messages = fatal; " : "", logged = is_superuser_ ? "; reset log_min_messages" : "";
    auto set = connection_.query(fmt::format("select pg_catalog.set_config('search_path', {}, false); {}set client_min_messages = log; set debug_print_rewritten = on",
                                             pg::quote_literal(search_path_), unlogged));
    if (!set) return tl::unexpected(set.error());
    auto trees = connection_.prepare(name, query, parameter_types, tree_message, time_of_judging);
    if (!trees) return fail(trees.error().message);
    set = connection_.query(fmt::format("set debug_print_rewritten = off; set client_min_messages = error{}; set search_path = pg_catalog", logged));
    if (!set) return tl::unexpected(set.error());
    if (trees->size() != 1) return fail("not run: the server does not say what it would do (debug_print_rewritten), so that nothing can be judged");
    return std::move(trees->front());
}

bool Session::lower(bool has_policies) {
    constexpr int since = 140000;
    return is_superuser_ && !has_policies && version() >= since && connection_.query("set local role pg_read_all_data").has_value();
}

Result<void> Session::prepare_explain(const std::string& name, const std::string& statement) {
    if (auto set = look_where_it_looks(); !set) return set;
    const auto done = connection_.prepare(name, statement, {}, tree_message, time_of_judging);
    return done ? Result<void>{} : tl::unexpected(done.error());
}

Result<void> Session::look_where_it_looks() {
    const auto set = connection_.query(fmt::format("select pg_catalog.set_config('search_path', {}, false)", pg::quote_literal(search_path_)));
    return set ? Result<void>{} : tl::unexpected(set.error());
}

Result<LiveAnswer> Session::run(const std::string& name) {
    if (auto set = look_where_it_looks(); !set) return tl::unexpected(set.error());
    if (auto set = connection_.query(fmt::format("set statement_timeout = {}", std::max<long long>(1, query_.time.count()))); !set) return tl::unexpected(set.error());
    LiveAnswer answer;
    Collector collector{answer, query_.rows};
    const Stopwatch watch;
    const auto read = connection_.each_row(name, {query_.time, limits::answer_row_bytes, query_.stop}, [&](const pg::Rows& row) { return collector.take(row); });
    answer.ms = watch.seconds() * 1000;
    if (!read) {
        if (connection_.last_error().sqlstate == "57014" && !connection_.last_error().timed_out)
            return fail(fmt::format("cut off after {} s", static_cast<double>(query_.time.count()) / 1000));
        return tl::unexpected(read.error());
    }
    if (answer.columns.size() > limits::answer_columns)
        return fail(fmt::format("{} columns: at most {} are shown, so name those that you need", answer.columns.size(), limits::answer_columns));
    if (connection_.alive()) (void)connection_.query("rollback");
    name_types(answer, collector.types);
    return answer;
}

// Without running anything of theirs: names of types, not their modifiers. Where they are not to be had, none are shown.
void Session::name_types(LiveAnswer& answer, const std::vector<std::uint32_t>& types) {
    if (!connection_.alive()) return;
    std::string ids;
    for (const auto type : types) ids += (ids.empty() ? "" : ",") + std::to_string(type);
    const auto rows = connection_.query(fmt::format("select oid, typname from pg_catalog.pg_type where oid operator(pg_catalog.=) any ('{{{}}}'::pg_catalog.oid[])", ids));
    if (!rows) return;
    for (std::size_t c = 0; c < types.size(); ++c)
        for (int r = 0; r < rows->size(); ++r)
            if (rows->integer(r, 0) == types[c]) answer.columns[c].type = rows->text(r, 1);
}

}  // namespace assay::postgres::live
