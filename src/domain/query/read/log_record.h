// LogRecord: one message of a PostgreSQL log, whatever format it was written in, and who reads such.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace assay::query {

enum class LogSeverity : unsigned char { debug, log, info, notice, warning, error, fatal, panic };
std::string_view name(LogSeverity severity);
std::optional<LogSeverity> log_severity(std::string_view word);  // "LOG", "DEBUG1", …

// Views are valid until the reader goes on. What the format or the prefix lacks is empty.
struct LogRecord {
    std::int64_t line = 0;     // of its first byte, from 1 where the reader began
    std::optional<std::int64_t> at_ms = {};  // as the log's own clock shows it
    std::int64_t pid = 0;
    LogSeverity severity = LogSeverity::log;
    std::string_view user = {}, database = {}, application = {}, host = {}, session = {}, sqlstate = {};
    std::string_view message = {}, detail = {}, hint = {}, context = {}, statement = {};
};

// Who is told what a reader finds, in the order of the source.
class LogSink {
public:
    virtual ~LogSink() = default;
    virtual void record(const LogRecord& record) = 0;
    // A part that is no record: what is wrong with it, and the line where it begins.
    virtual void damage(std::string_view what, std::int64_t line) = 0;
};

// Reads one format from text that comes in pieces.
class LogScanner {
public:
    virtual ~LogScanner() = default;
    // Reads the records that begin in `text` before `until`, and says how many bytes were used up: the rest is
    // given again, with more behind it. With `last` nothing follows, and all is used up. A scanner that uses
    // nothing up although it was given most_record_bytes is given the same with `last`.
    virtual std::size_t scan(std::string_view text, std::size_t until, bool last, LogSink& sink) = 0;
    // What is still held back.
    virtual void finish(LogSink&) {}
    // Where the first record begins that certainly is one; npos when text shows none.
    virtual std::size_t find_start(std::string_view text) const = 0;

    std::int64_t lines() const { return line_ - 1; }  // ends of lines used up

protected:
    void use_up(std::string_view bytes);

    std::int64_t line_ = 1;
};

std::unique_ptr<LogScanner> csvlog_scanner();
std::unique_ptr<LogScanner> jsonlog_scanner();

inline constexpr std::size_t most_record_bytes = 64u << 20;

// "2026-11-23 15:20:18.151 UTC", with or without fraction and zone: its length, 0 when it is none.
std::size_t timestamp_length(std::string_view text);
// Its wall clock in milliseconds since 1970.
std::optional<std::int64_t> moment_of(std::string_view timestamp);

// What stands between the quotes of a JSON string, read; a view into `out`.
std::string_view json_unescaped(std::string_view text, std::string& out);

}  // namespace assay::query
