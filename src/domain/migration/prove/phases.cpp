// helper: stops CONCURRENTLY where it waits
#include <fmt/core.h>

#include <algorithm>
#include <future>
#include <thread>

#include "domain/migration/model/site.h"
#include "domain/migration/prove/pending.h"
#include "domain/migration/prove/tracer.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

constexpr Milliseconds look_every{2};
constexpr Milliseconds longest_look{3'000};

// Two sessions that a CONCURRENTLY statement has to wait for: a writer of its table, and a reader of something
// else whose snapshot is older than the statement.
struct Blockers {
    pg::Connection writer, reader;

    static Result<Blockers> open(lab::Database& database, const std::string& relation) {
        auto writer = session_in_public(database);
        auto reader = database.connect_as_superuser();
        if (!writer) return tl::unexpected(writer.error());
        if (!reader) return tl::unexpected(reader.error());
        if (auto held = reader->query("begin isolation level repeatable read; select 1 from pg_catalog.pg_class limit 1"); !held) return tl::unexpected(held.error());
        if (!relation.empty()) (void)writer->query(fmt::format("begin; lock table {} in row exclusive mode", sql::quote_relation(relation)));
        return Blockers{std::move(*writer), std::move(*reader)};
    }
    void release(int number) { (void)(number == 0 ? writer : reader).query("rollback"); }
};

// What the statement of this process waits for, as the server calls it; empty when it does not wait.
std::string waits_for(pg::Connection& observer, int process) {
    auto rows = observer.query(fmt::format(
        "select coalesce(p.phase, 'waiting for ' || a.wait_event) from pg_catalog.pg_stat_activity a "
        "left join pg_catalog.pg_stat_progress_create_index p on p.pid = a.pid where a.pid = {} and a.wait_event_type = 'Lock'", process));
    return rows && rows->size() > 0 ? std::string{rows->text(0, 0)} : std::string{};
}

bool is_done(std::future<bool>& running) { return running.wait_for(std::chrono::milliseconds{0}) == std::future_status::ready; }

// The next phase in which it waits, other than `before`; empty when it has ended instead.
std::string next_wait(std::future<bool>& running, pg::Connection& observer, int process) {
    const Budget budget{longest_look};
    while (!is_done(running) && !budget.spent()) {
        if (auto phase = waits_for(observer, process); !phase.empty()) return phase;
        std::this_thread::sleep_for(look_every);
    }
    return {};
}

void add(std::vector<HeldLock>& locks, const Lock& lock) {
    const auto there = std::find_if(locks.begin(), locks.end(), [&](const HeldLock& held) { return held.relation == lock.relation; });
    if (there == locks.end()) locks.push_back({lock.relation, lock.mode, 0});
    else there->mode = std::max(there->mode, lock.mode);
}

}  // namespace

Result<void> trace_concurrently(const std::string& text, const std::string& relation, pg::Connection& session, lab::Database& database,
                                Observer& observer, Probes& probes, StatementTrace& trace) {
    auto blockers = Blockers::open(database, relation);
    if (!blockers) return tl::unexpected(blockers.error());
    const int process = session.backend_pid();
    const Stopwatch watch;
    auto running = std::async(std::launch::async, [&] { return bool(session.query(text, limits::load_time)); });
    double stopped_seconds = 0;
    for (int blocker = 0; blocker < 2; ++blocker) {
        const auto phase = next_wait(running, observer.session(), process);
        if (!phase.empty()) {
            const Stopwatch stopped;
            Phase seen{phase, {}, {}};
            if (auto locks = observer.locks_of(process)) seen.locks = std::move(*locks);
            for (const auto& lock : seen.locks) add(trace.locks, lock);
            if (const char kind = observer.kind_of(relation); kind != '\0') seen.blocked = probes.wait_for(relation, kind);
            for (const auto& blocked : seen.blocked) trace.blocked.push_back(blocked);
            trace.phases.push_back(std::move(seen));
            stopped_seconds += stopped.seconds();
        }
        blockers->release(blocker);
        // Until it has seen that it need not wait any more, it would be taken for waiting still.
        for (const Budget budget{longest_look}; !phase.empty() && !budget.spent() && !is_done(running) && waits_for(observer.session(), process) == phase;)
            std::this_thread::sleep_for(look_every);
    }
    if (!running.get()) trace.error = session.last_error().message;
    trace.measured_ms = std::max(0.0, watch.seconds() - stopped_seconds) * 1000;
    for (auto& lock : trace.locks) lock.held_ms = trace.measured_ms;
    return {};
}

}  // namespace assay::migration
