#include "domain/postgres/read/catalogue_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <future>

#include "core/catalogue.h"
#include "core/text.h"
#include "map/definitions.h"
#include "world/limits.h"

namespace assay::postgres {

namespace {

constexpr std::string_view folder = "domain/postgres/read/catalogue/";

struct Query {
    std::string table;
    char fact_class;
    std::string_view text;
};

// Which class a table of the map is of: that of its first column.
std::map<std::string, char> classes_of_tables() {
    std::map<std::string, char> classes;
    for (const auto& text : catalogue::texts()) {
        if (!starts_with(text.path, "domain/postgres/map/tables")) continue;
        for (const auto& table : read_definitions(text.bytes))
            if (!table.columns.empty()) classes[table.name] = table.columns.front().fact_class;
    }
    return classes;
}

const std::vector<Query>& queries() {
    static const std::vector<Query> all = [] {
        std::vector<Query> found;
        const auto classes = classes_of_tables();
        for (const auto& text : catalogue::texts()) {
            if (!starts_with(text.path, folder) || !ends_with(text.path, ".sql")) continue;
            std::string table{text.path.substr(folder.size())};
            table.resize(table.size() - 4);
            const auto known = classes.find(table);
            found.push_back({table, known == classes.end() ? 'S' : known->second, text.bytes});
        }
        return found;
    }();
    return all;
}

RowSet row_set(const std::string& table, const pg::Rows& rows) {
    constexpr std::uint32_t boolean_oid = 16;
    RowSet set{table, {}, {}, {}};
    for (int c = 0; c < rows.columns(); ++c) {
        set.columns.emplace_back(rows.column_name(c));
        set.is_boolean.push_back(rows.column_type(c) == boolean_oid);
    }
    set.values.reserve(static_cast<std::size_t>(rows.size()) * set.columns.size());
    for (int r = 0; r < rows.size(); ++r)
        for (int c = 0; c < rows.columns(); ++c) {
            if (rows.is_null(r, c))
                set.values.emplace_back();
            else
                set.values.emplace_back(std::string{rows.text(r, c)});
        }
    return set;
}

Result<void> begin_reading(pg::Connection& connection) {
    for (const auto& result : connection.pipeline({
             "begin transaction isolation level repeatable read, read only",
             "set local jit = off",
             "set local idle_in_transaction_session_timeout = 60000",
             "set local search_path = ''",
             fmt::format("set local statement_timeout = {}", limits::live_statement_time.count()),
             fmt::format("set local lock_timeout = {}", limits::live_lock_time.count()),
         }))
        if (!result) return fail("the server refused to begin reading: " + result.error().message);
    return {};
}

// What would let the role read it, for the report: the query's first line "-- needs: …", else a GRANT of pg_monitor.
std::string remedy(const Query& query, const pg::ServerError& error) {
    if (error.sqlstate != "42501") return error.message;
    constexpr std::string_view mark = "-- needs: ";
    if (!starts_with(query.text, mark)) return error.message + "; GRANT pg_monitor to the role";
    const auto line = query.text.substr(mark.size(), query.text.find('\n') - mark.size());
    return fmt::format("{}; needs {}", error.message, line);
}

void note_failure(Catalogue& catalogue, const Query& query, const pg::ServerError& error) {
    const std::string reason = query.table + ": " + remedy(query, error);
    for (auto& entry : catalogue.available)
        if (entry.fact_class == query.fact_class && entry.reason.empty()) entry.reason = reason;
    catalogue.notes.push_back({.kind = "unread", .location = {catalogue.source}, .statement = query.table,
                               .message = reason, .hint = {}, .sqlstate = error.sqlstate});
}

// What the server left out without an error: rows of hidden_facts, each with the GRANT that would show it.
void note_hidden(Catalogue& catalogue) {
    const auto* hidden = catalogue.find("hidden_facts");
    if (!hidden) return;
    const int what = hidden->column("what"), reason = hidden->column("reason"), remedy = hidden->column("remedy");
    for (std::size_t row = 0; row < hidden->rows(); ++row) {
        const auto value = [&](int column) { return hidden->at(row, column).value_or(std::string{}); };
        catalogue.notes.push_back({.kind = "unread", .location = {catalogue.source}, .statement = value(what),
                                   .message = fmt::format("{}: the role may not see {}; {}", value(what), value(reason), value(remedy)),
                                   .hint = {}, .sqlstate = {}});
    }
}

// The helper sees what the first session sees.
bool join_snapshot(pg::Connection& helper, pg::Connection& first) {
    const auto snapshot = first.query("select pg_export_snapshot()");
    return snapshot && begin_reading(helper) && helper.query("set transaction snapshot " + pg::quote_literal(snapshot->text(0, 0)));
}

struct Asked {
    const Query* query;
    std::string text;
    tl::expected<RowSet, pg::ServerError> rows = {};
};
using Shares = std::vector<std::vector<Asked>>;

// What is asked for, divided among sessions. Long queries do more than short ones, as a rule: dealt out by length, the
// shares take about the same time.
Shares shares_of(const CatalogueOptions& options, int version, int helper_pid, std::size_t sessions) {
    std::vector<Asked> all;
    for (const auto& query : queries())
        if (options.classes.has(query.fact_class))
            all.push_back({&query, query_for_version(query.text, version, options.is_lab, helper_pid)});
    std::stable_sort(all.begin(), all.end(), [](const Asked& a, const Asked& b) { return a.text.size() > b.text.size(); });
    Shares shares(sessions);
    for (std::size_t i = 0; i < all.size(); ++i) shares[(i + i / sessions) % sessions].push_back(std::move(all[i]));
    return shares;
}

// In the order of their tables' names, however they were divided.
std::vector<Asked> together(Shares shares) {
    std::vector<Asked> all;
    for (auto& share : shares) std::move(share.begin(), share.end(), std::back_inserter(all));
    std::sort(all.begin(), all.end(), [](const Asked& a, const Asked& b) { return a.query->table < b.query->table; });
    return all;
}

// In one round trip, each in a savepoint of its own: one that fails must not end the transaction.
void run_share(std::vector<Asked>& share, pg::Connection& connection) {
    std::vector<std::string> texts;
    for (const auto& asked : share)
        for (const auto* text : {"savepoint query", asked.text.c_str(), "rollback to savepoint query"}) texts.emplace_back(text);
    auto results = connection.pipeline(texts, limits::load_time);
    for (std::size_t i = 0; i < share.size(); ++i) {
        auto& result = results[i * 3 + 1];
        if (result)
            share[i].rows = row_set(share[i].query->table, *result);
        else
            share[i].rows = tl::unexpected(result.error());
    }
}

}  // namespace

std::string query_for_version(std::string_view query, int version, bool is_lab, int helper_pid) {
    std::string text;
    bool keep = true;
    while (!query.empty()) {
        const auto open = query.find("/*");
        if (keep) text += query.substr(0, open);
        if (open == query.npos) break;
        const auto close = query.find("*/", open);
        const auto mark = query.substr(open + 2, close - open - 2);
        query.remove_prefix(close + 2);
        if (mark == "end") {
            keep = true;
        } else if (mark == "else") {
            keep = !keep;
        } else if (ends_with(mark, "+")) {
            int since = 0;
            std::from_chars(mark.data(), mark.data() + mark.size() - 1, since);
            keep = version >= since;
        }
    }
    return replaced(replaced(text, ":lab", is_lab ? "true" : "false"), ":helper", std::to_string(helper_pid));
}

Result<void> read_catalogue(pg::Connection& connection, const CatalogueOptions& options,
                            Catalogue& catalogue) {
    catalogue.version = connection.server_version();
    pg::Connection* helper = options.helper;
    if (options.inside_transaction) {
        (void)connection.query("set local search_path = ''");
    } else if (auto begun = begin_reading(connection); !begun) {
        return begun;
    } else if (helper && !join_snapshot(*helper, connection)) {
        helper = nullptr;  // slower, and no less complete
    }

    Shares shares = shares_of(options, catalogue.version, helper ? helper->backend_pid() : 0, helper ? 2 : 1);
    for (char letter : options.classes.letters())
        catalogue.available.push_back({letter, "read", {}});
    auto helped = helper ? std::async(std::launch::async, [&] { run_share(shares[1], *helper); }) : std::future<void>{};
    run_share(shares[0], connection);
    if (helped.valid()) {
        helped.get();
        if (!helper->alive()) run_share(shares[1], connection);
    }

    for (auto& asked : together(std::move(shares)))
        if (asked.rows)
            catalogue.rows.push_back(std::move(*asked.rows));
        else if (asked.query->fact_class == 'S')
            return fail(fmt::format("could not read {}: {}", asked.query->table, asked.rows.error().message));
        else
            note_failure(catalogue, *asked.query, asked.rows.error());
    if (!options.is_lab) note_hidden(catalogue);
    if (!options.inside_transaction) (void)connection.query("rollback");
    if (helper) (void)helper->query("rollback");
    return {};
}

}  // namespace assay::postgres
