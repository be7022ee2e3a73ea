// Load: an application's readers and writers beside the steps of a plan, and how long the slowest of them waited.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lab/lab.h"

namespace assay::migration {

// What one table is asked for: statements that name the columns that it had before the migration.
struct LoadTable {
    std::string relation;
    std::vector<std::string> reads, writes;  // in turn; writes are rolled back
};

// What was seen since take() was called last.
struct LoadSeen {
    double worst_ms = 0;
    std::string worst;          // "UPDATE orders"
    std::int64_t statements = 0;
    std::string error;          // the first statement that failed, and why
};

class Load {
public:
    // Three sessions: one reads, one writes, and one reads in transactions that stay open for `holds`, so that locks have to be waited for.
    static Result<std::unique_ptr<Load>> start(lab::Database& database, std::vector<LoadTable> tables, Milliseconds holds);
    ~Load();
    LoadSeen take();

private:
    Load(std::vector<pg::Connection> sessions, std::vector<LoadTable> tables, Milliseconds holds);
    void read(pg::Connection& session);
    void write(pg::Connection& session);
    void hold(pg::Connection& session);
    void ask(pg::Connection& session, std::string_view operation, const LoadTable& table, const std::string& statement);

    std::vector<pg::Connection> sessions_;
    std::vector<LoadTable> tables_;
    Milliseconds holds_;
    std::atomic<bool> stop_{false};
    std::mutex mutex_;
    LoadSeen seen_;
    std::vector<std::thread> threads_;  // last: they use all of the above
};

// The tables' statements, on rows that they have.
Result<std::vector<LoadTable>> load_tables(pg::Connection& session, const std::vector<std::string>& relations);

}  // namespace assay::migration
