// helper: runs a migration statement by statement
#include "domain/migration/prove/tracer.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "domain/migration/model/site.h"
#include "domain/migration/prove/queue.h"
#include "domain/migration/read/prepared.h"
#include "world/limits.h"

namespace assay::migration {

namespace {

class Tracer {
public:
    Tracer(const File& file, lab::Database& database, const WantedRows& wanted, bool queue, Trace& trace, pg::Connection session, Observer observer, Probes probes)
        : file_{file}, database_{database}, wanted_{wanted}, queue_wanted_{queue}, trace_{trace}, session_{std::move(session)}, observer_{std::move(observer)}, probes_{std::move(probes)} {}

    Result<void> run() {
        for (const auto& statement : file_.statements) {
            if (open_ && statement.transaction != transaction_) end_transaction();
            if (statement.controls_transaction) continue;
            if (auto done = run_one(statement); !done) return done;
            if (failed_) {
                trace_.notes.push_back(fmt::format("{}:{} did not run, so the rest of the file was not run either", file_.path, statement.place.line));
                break;
            }
        }
        end_transaction();
        return {};
    }

private:
    Result<void> run_one(const Statement& statement);
    Result<void> run_in_transaction(const Statement& statement, const std::string& text, StatementTrace& trace);
    void probe(StatementTrace& trace, const std::vector<Lock>& held);
    void size(const Statement& statement, StatementTrace& trace);
    void end_transaction();
    void queue(const Statement& statement, const std::string& text, StatementTrace& trace);
    Result<std::int64_t> wal_position();

    const File& file_;
    lab::Database& database_;
    const WantedRows& wanted_;
    bool queue_wanted_;
    Trace& trace_;
    pg::Connection session_;
    Observer observer_;
    Probes probes_;
    bool open_ = false, failed_ = false;
    int transaction_ = 0;
    std::size_t first_of_transaction_ = 0;
};

Result<std::int64_t> Tracer::wal_position() {
    auto rows = observer_.session().query("select pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')::bigint");
    if (!rows) return tl::unexpected(rows.error());
    return rows->integer(0, 0);
}

// Every lock is kept to the end: how long is known only there.
void Tracer::end_transaction() {
    if (!open_) return;
    (void)session_.query(failed_ ? "rollback" : "commit", limits::statement_time);
    open_ = false;
    double after_ms = 0;
    for (auto i = trace_.statements.size(); i-- > first_of_transaction_;) {
        after_ms += trace_.statements[i].measured_ms;
        for (auto& lock : trace_.statements[i].locks) lock.held_ms = after_ms;
    }
}

void Tracer::probe(StatementTrace& trace, const std::vector<Lock>& held) {
    for (const auto& lock : held) {
        const char kind = observer_.kind_of(lock.relation);
        const bool is_relation = kind == 'r' || kind == 'p' || kind == 'm' || kind == 'v';
        if (!is_relation || lock.mode < Mode::row_exclusive) continue;
        for (auto& blocked : probes_.wait_for(lock.relation, kind)) trace.blocked.push_back(std::move(blocked));
    }
}

// The largest table that the statement reads, in the lab and where it will run. Counted by the session itself: another
// one might have to wait for it.
void Tracer::size(const Statement& statement, StatementTrace& trace) {
    for (const auto& change : statement.changes) {
        const bool reads = change.is_slow() || change.kind == Kind::update || change.kind == Kind::remove || change.kind == Kind::insert;
        if (!reads || observer_.kind_of(change.relation) == '\0') continue;
        auto counted = session_.query(fmt::format("select count(*) from {}", sql::quote_relation(change.relation)));
        if (counted) trace.rows = std::max(trace.rows, counted->integer(0, 0));
        if (const auto wanted = wanted_.find(change.relation); wanted != wanted_.end()) trace.wanted_rows = std::max(trace.wanted_rows.value_or(0), wanted->second);
    }
}

bool builds_index(const Statement& statement) {
    return std::any_of(statement.changes.begin(), statement.changes.end(), [](const Change& change) {
        return change.kind == Kind::create_index || change.kind == Kind::reindex || change.kind == Kind::add_unique || change.kind == Kind::add_primary_key;
    });
}

Result<void> Tracer::run_in_transaction(const Statement& statement, const std::string& text, StatementTrace& trace) {
    if (!open_) {
        if (auto begun = session_.query("begin"); !begun) return tl::unexpected(begun.error());
        open_ = true;
        transaction_ = statement.transaction;
        first_of_transaction_ = trace_.statements.size();
    }
    size(statement, trace);
    if (auto before = observer_.before(session_); !before) return before;
    const auto wal_before = wal_position();
    const Stopwatch watch;
    if (!session_.query(text, limits::load_time)) {
        trace.error = session_.last_error().message;
        failed_ = true;
        return {};
    }
    trace.measured_ms = watch.seconds() * 1000;
    const auto wal_after = wal_position();
    auto observed = observer_.after(session_);
    if (!observed) return tl::unexpected(observed.error());
    // The lab does not log what goes into new files; a server with standbys does.
    if (wal_before && wal_after) trace.wal_bytes = *wal_after - *wal_before + observed->new_bytes;
    trace.rewrites = std::move(observed->rewrites);
    trace.rebuilt = std::move(observed->rebuilt);
    trace.scans = std::move(observed->scans);
    // What an earlier statement of the transaction has locked in the same way is locked by this one as well.
    for (const auto& change : statement.changes)
        for (const auto& lock : change.locks)
            if (observer_.held_before(lock)) observed->locks.push_back(lock);
    for (const auto& lock : observed->locks) {
        const bool told = std::any_of(trace.locks.begin(), trace.locks.end(), [&](const HeldLock& each) { return each.relation == lock.relation && each.mode >= lock.mode; });
        if (!told) trace.locks.push_back({lock.relation, lock.mode, 0});
    }
    probe(trace, observed->locks);
    return {};
}

// Only outside a transaction of the file's own: there the locks of earlier statements would be in the way.
void Tracer::queue(const Statement& statement, const std::string& text, StatementTrace& trace) {
    if (!queue_wanted_ || open_) return;
    for (const auto& change : statement.changes)
        for (const auto& lock : change.locks) {
            const char kind = observer_.kind_of(lock.relation);
            if (lock.mode != Mode::access_exclusive || (kind != 'r' && kind != 'p' && kind != 'm')) continue;
            queue_wanted_ = false;
            if (auto curve = queue_curve(text, lock.relation, database_)) trace.queue = std::move(*curve);
            return;
        }
}

Result<void> Tracer::run_one(const Statement& statement) {
    StatementTrace trace{.statement = statement.name(), .place = statement.place, .transaction = statement.transaction};
    auto text = prepared_statement(std::string{statement.text}, database_, false);
    if (!text) {
        trace.error = text.error().message;
        failed_ = true;
    } else if (text->empty()) {
        trace.skipped = true;
    } else if (statement.needs_no_transaction && statement.scope == Scope::none) {
        if (auto learned = observer_.learn_names(); !learned) return learned;
        size(statement, trace);
        const auto& change = statement.changes.front();
        const auto relation = change.relation.empty() && !change.locks.empty() ? change.locks.front().relation : change.relation;
        if (auto before = observer_.before(session_); !before) return before;
        const auto wal_before = wal_position();
        if (auto done = trace_concurrently(*text, relation, session_, database_, observer_, probes_, trace); !done) return done;
        const auto wal_after = wal_position();
        if (auto learned = observer_.learn_names(); !learned) return learned;  // what was rebuilt is another relation of the same name
        if (auto observed = observer_.after(session_); observed && wal_before && wal_after) {
            trace.wal_bytes = *wal_after - *wal_before + observed->new_bytes;
            trace.rebuilt = std::move(observed->rebuilt);
        }
        failed_ = !trace.error.empty();
    } else {
        if (auto learned = observer_.learn_names(); !learned) return learned;
        queue(statement, *text, trace);
        if (auto done = run_in_transaction(statement, *text, trace); !done) return done;
    }
    if (trace.wanted_rows) extrapolate(trace, *trace.wanted_rows, builds_index(statement));
    trace_.statements.push_back(std::move(trace));
    if (statement.scope == Scope::none) end_transaction();
    return {};
}

}  // namespace

// Straight lines from a sample fall short (0.41 to 0.67 of the truth from 50-400 thousand to 1.6 million rows): the
// interval leans upward.
void extrapolate(StatementTrace& trace, std::int64_t wanted_rows, bool builds_index) {
    if (trace.rows <= 0 || trace.measured_ms <= 0) return;
    const double from = static_cast<double>(trace.rows), to = static_cast<double>(std::max(wanted_rows, std::int64_t{1}));
    double straight = trace.measured_ms * to / from;
    if (builds_index && from > 2) straight *= std::max(1.0, std::log(to) / std::log(from));
    const bool measured = wanted_rows <= trace.rows;
    trace.estimate_ms = measured ? trace.measured_ms : straight * 1.5;
    trace.low_ms = straight * 0.5;
    trace.high_ms = straight * 3;
}

Result<void> trace_file(const File& file, lab::Database& database, const WantedRows& wanted, bool queue, Trace& trace) {
    if (auto counted = count_scans(database); !counted) return counted;
    auto session = database.connect();
    auto observer = Observer::open(database);
    auto probes = Probes::open(database);
    if (!session) return tl::unexpected(session.error());
    if (!observer) return tl::unexpected(observer.error());
    if (!probes) return tl::unexpected(probes.error());
    return Tracer{file, database, wanted, queue, trace, std::move(*session), std::move(*observer), std::move(*probes)}.run();
}

}  // namespace assay::migration
