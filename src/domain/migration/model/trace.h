// Traces: what each statement of a migration did in the lab, and who would have waited.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/migration/model/change.h"

namespace assay::migration {

struct HeldLock {
    std::string relation;
    Mode mode = Mode::none;
    double held_ms = 0;  // to the end of the transaction
};

// A probe that did not get its lock before it gave up.
struct Blocked {
    std::string operation;  // "SELECT", "INSERT", "UPDATE", "DELETE", "SELECT FOR UPDATE", "FK check"
    std::string relation;
    double waited_ms = 0;   // until it gave up
};

// A CONCURRENTLY statement, stopped where it waits for others.
struct Phase {
    std::string name;  // as pg_stat_progress_create_index calls it
    std::vector<Lock> locks;
    std::vector<Blocked> blocked;
};

// One try to run the statement beside a reader whose transaction stays open for 0.8 s.
struct QueuePoint {
    int lock_timeout_ms = 0;   // 0: none
    int tries = 0;             // until it had its lock, 100 ms apart
    double done_ms = 0;
    double worst_read_ms = 0;  // of the other readers, which come and go meanwhile
};

struct StatementTrace {
    std::string statement;  // one line
    Location place;
    int transaction = 0;
    std::string error = {};  // why it did not run; empty: it did
    bool skipped = false;    // the lab has nothing to do for it
    std::vector<HeldLock> locks = {};
    std::vector<std::string> rewrites = {}, rebuilt = {}, scans = {};
    std::vector<Blocked> blocked = {};
    std::vector<Phase> phases = {};
    std::vector<QueuePoint> queue = {};
    std::int64_t wal_bytes = 0;
    double measured_ms = 0;
    std::int64_t rows = 0;  // of the largest table that it read, in the lab
    std::optional<std::int64_t> wanted_rows = {};  // of that table, as --rows says
    std::optional<double> estimate_ms = {}, low_ms = {}, high_ms = {};
};

struct Trace {
    std::vector<StatementTrace> statements;
    std::vector<std::string> notes;  // what could not be made, what is less certain
};

}  // namespace assay::migration
