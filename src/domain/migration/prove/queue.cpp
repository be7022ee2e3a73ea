// helper: measures the queue behind a waiting lock
#include "domain/migration/prove/queue.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>

#include "domain/migration/model/site.h"
#include "domain/migration/prove/pending.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

constexpr Milliseconds reader_stays{800};  // the one reader whose transaction is open
constexpr Milliseconds retry_after{100};
constexpr Milliseconds give_up_after{4'000};
constexpr int timeouts_ms[]{0, 50, 200};   // 0: none

// Keeps asking until told to stop; the longest that one answer took.
double worst_read_ms(pg::Connection& reader, const std::string& question, const std::atomic<bool>& stop) {
    double worst_ms = 0;
    while (!stop) {
        const Stopwatch watch;
        (void)reader.query(question);
        worst_ms = std::max(worst_ms, watch.seconds() * 1000);
        std::this_thread::sleep_for(Milliseconds{2});
    }
    return worst_ms;
}

// Tries until it gets its lock: how often, and whether it did.
bool run_with_retries(pg::Connection& session, const std::string& statement, int timeout_ms, int& tries) {
    for (const Budget budget{give_up_after}; !budget.spent(); std::this_thread::sleep_for(retry_after)) {
        ++tries;
        (void)session.query(fmt::format("begin; set local lock_timeout = {}", timeout_ms));
        const bool done = bool(session.query(statement, limits::statement_time));
        const auto error = done ? std::string{} : session.last_error().sqlstate;
        (void)session.query("rollback");
        if (done) return true;
        if (error != "55P03") return false;
    }
    return false;
}

Result<QueuePoint> measure(const std::string& statement, const std::string& question, int timeout_ms, lab::Database& database) {
    auto holder = session_in_public(database), reader = session_in_public(database);
    auto session = database.connect();
    for (const auto* each : {&holder, &reader, &session})
        if (!*each) return tl::unexpected(each->error());
    QueuePoint point{.lock_timeout_ms = timeout_ms};
    if (auto held = holder->query("begin; " + question); !held) return tl::unexpected(held.error());
    std::atomic<bool> stop{false};
    auto reading = std::async(std::launch::async, [&] { return worst_read_ms(*reader, question, stop); });
    auto leaving = std::async(std::launch::async, [&] {
        std::this_thread::sleep_for(reader_stays);
        (void)holder->query("rollback");
    });
    const Stopwatch watch;
    const bool done = run_with_retries(*session, statement, timeout_ms, point.tries);
    point.done_ms = watch.seconds() * 1000;
    leaving.wait();
    stop = true;
    point.worst_read_ms = reading.get();
    if (!done) return fail("it did not run beside a reader");
    return point;
}

}  // namespace

Result<std::vector<QueuePoint>> queue_curve(const std::string& statement, const std::string& relation, lab::Database& database) {
    std::vector<QueuePoint> curve;
    const auto question = fmt::format("select 1 from {} limit 1", sql::quote_relation(relation));
    for (const int timeout_ms : timeouts_ms) {
        auto point = measure(statement, question, timeout_ms, database);
        if (!point) return tl::unexpected(point.error());
        curve.push_back(*point);
    }
    return curve;
}

}  // namespace assay::migration
