// LogTally: adds up what the records of a log say, in bounded memory; tallies of parts make the tally of the whole.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/query/model/workload.h"
#include "domain/query/read/log_record.h"
#include "domain/query/read/shape_table.h"

namespace assay::query {

class LogTally : public LogSink {
public:
    void record(const LogRecord& record) override;
    void damage(std::string_view what, std::int64_t line) override;

    // What comes directly after this in the same log, `lines` further down, or in another log.
    void merge(LogTally&& later, std::int64_t lines);
    void set_file(const std::string& file);
    std::uint64_t records() const { return records_; }
    // Sets queries, activity, damage and records.
    Result<void> finish(Workload& workload);

private:
    // A statement that was logged by log_statement; its duration may follow.
    struct Pending {
        std::string statement, parameters, user, database, application;
        bool named = false;  // of a prepared statement with a name
        Moment at;
        std::int64_t pid = 0, line = 0;
    };
    struct OpenWait {
        LockWait wait;
        std::int64_t pid = 0;
        bool started = false;  // "still waiting" was seen
    };
    enum class Step : unsigned char { call, fetch, parse, bind };
    struct Called {
        std::string_view statement;
        bool named = false;
    };

    void duration(const LogRecord& record);
    void call(const LogRecord& record, const Called& called, Step step, std::uint64_t us, bool timed);
    void plan(const LogRecord& record, std::string_view text, std::uint64_t us);
    void logged_statement(const LogRecord& record, const Called& called);
    static Called called_by(std::string_view text, std::string_view verb);
    void lone_duration(const LogRecord& record, std::uint64_t us);
    void flush(Pending& pending);
    void error(const LogRecord& record);
    void count_error(const LogRecord& record);
    void other(const LogRecord& record);
    bool lock_wait(const LogRecord& record);
    void waited(const LogRecord& record, std::string_view verb, std::string_view rest);
    void temporary_file(const LogRecord& record);
    void checkpoint(const LogRecord& record, std::string_view text);
    void vacuum(const LogRecord& record, std::string_view text, bool analyze);
    void connection(const LogRecord& record);
    Hour& hour(Moment at);
    void join_waits(LogTally& later, std::int64_t lines);
    void join_pending(LogTally& later, std::int64_t lines);
    void join_errors(LogTally& later, std::int64_t lines);
    void bound_waits();

    std::uint64_t records_ = 0;
    ShapeTable shapes_;
    Activity activity_;
    std::vector<Damage> damage_;
    std::unordered_map<std::string, ErrorGroup> errors_;
    std::vector<OpenWait> waits_;
    std::unordered_map<std::int64_t, Pending> pending_;       // by process
    struct Lone {
        std::uint64_t us = 0;
        Moment at;
    };
    std::unordered_map<std::int64_t, Lone> lone_;  // the first duration of a process whose statement is in the part before
    std::int64_t hour_number_ = INT64_MIN;
    Hour* hour_ = nullptr;
    std::string scratch_;
};

}  // namespace assay::query
