// helper: asks for the locks that an application's statements take
#include "domain/migration/prove/probes.h"

#include <fmt/core.h>

#include <array>
#include <future>
#include <optional>

#include "domain/migration/model/site.h"
#include "domain/migration/prove/pending.h"

namespace assay::migration {

namespace {

// EXPLAIN takes the locks of the statement, on indexes too, and runs no trigger; the locks on rows are asked for
// apart, on one row.
struct Probe {
    std::string_view operation, statement, rows;
};
constexpr std::array<Probe, 6> probes{{{"SELECT", "explain select * from {}", ""},
                                       {"INSERT", "explain insert into {} default values", ""},
                                       {"UPDATE", "explain update {} set {} = {}", "no key update"},
                                       {"DELETE", "explain delete from {}", "update"},
                                       {"SELECT FOR UPDATE", "explain select 1 from {} for update", "update"},
                                       {"FK check", "explain select 1 from {} for key share", "key share"}}};

constexpr std::string_view lock_not_available = "55P03";

std::optional<Blocked> try_one(pg::Connection& session, const Probe& probe, const std::string& relation, const std::string& column) {
    const auto name = sql::quote_relation(relation);
    const Stopwatch watch;
    const auto waits = [&](const std::string& statement) { return !session.query(statement) && session.last_error().sqlstate == lock_not_available; };
    if (waits(fmt::format(fmt::runtime(probe.statement), name, column, column)) ||
        (!probe.rows.empty() && waits(fmt::format("select 1 from {} limit 1 for {}", name, probe.rows))))
        return Blocked{std::string{probe.operation}, relation, watch.seconds() * 1000};
    return {};
}

}  // namespace

Result<Probes> Probes::open(lab::Database& database) {
    std::vector<pg::Connection> sessions;
    for (std::size_t i = 0; i < probes.size(); ++i) {
        auto session = session_in_public(database);
        if (!session) return tl::unexpected(session.error());
        if (auto limited = session->query("set lock_timeout = '30ms'"); !limited) return tl::unexpected(limited.error());
        sessions.push_back(std::move(*session));
    }
    return Probes{std::move(sessions)};
}

std::vector<Blocked> Probes::wait_for(const std::string& relation, char kind) {
    auto& column = columns_[relation];
    if (column.empty()) {
        auto rows = sessions_[0].query("select quote_ident(attname) from pg_catalog.pg_attribute where attrelid = pg_catalog.to_regclass($1) and attnum > 0 "
                                       "and not attisdropped and attgenerated = '' and attidentity <> 'a' order by attnum limit 1",
                                       pg::Parameters{sql::quote_relation(relation)});
        column = rows && rows->size() > 0 ? std::string{rows->text(0, 0)} : std::string{"tableoid"};
    }
    const bool is_table = kind == 'r' || kind == 'p';
    std::vector<std::future<std::optional<Blocked>>> tries;
    for (std::size_t i = 0; i < probes.size(); ++i)
        if (is_table || probes[i].operation == "SELECT")
            tries.push_back(std::async(std::launch::async, [&, i] { return try_one(sessions_[i], probes[i], relation, column); }));
    std::vector<Blocked> blocked;
    for (auto& each : tries)
        if (auto found = each.get()) blocked.push_back(std::move(*found));
    return blocked;
}

}  // namespace assay::migration
