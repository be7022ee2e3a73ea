// LogPrefix: log_line_prefix of a stderr log, as it was set or derived from the lines themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/query/read/log_record.h"

namespace assay::query {

// What a line of a message is, by the word before its colon.
enum class LogPart : unsigned char { message, detail, hint, query, context, statement, location };

// The begin of one line: values of the prefix, the word, and where the text behind it begins.
struct LogLine {
    LogPart part = LogPart::message;
    LogSeverity severity = LogSeverity::log;
    std::size_t text = 0;
    std::optional<std::int64_t> at_ms = {};
    std::int64_t pid = 0;
    std::string_view user = {}, database = {}, application = {}, host = {}, session = {}, sqlstate = {};
};

// "LOG:  " at the begin of text: its length and meaning; 0 when no such word stands there.
std::size_t part_word(std::string_view text, LogLine& line);

class LogPrefix {
public:
    // '%m [%p] %q%u@%d ' (manual, 20.8.2). An Error names the escape that is not known.
    static Result<LogPrefix> parse(std::string_view setting);
    // That which fits nearly all lines that begin a message; nothing when none does.
    static std::optional<LogPrefix> derive(std::string_view log);

    // False when the line does not begin with this prefix and a word.
    bool match(std::string_view line, LogLine& found) const;
    const std::string& setting() const { return setting_; }

private:
    struct Piece {
        char escape = 0;      // 'm' of %m; 0: literal
        bool padded = false;  // %-10u
        std::string literal = {};
    };
    struct Attempt;
    bool match_from(std::size_t piece, std::size_t at, Attempt& attempt) const;
    bool match_text(const Piece& piece, std::size_t index, std::size_t at, Attempt& attempt) const;

    std::string setting_;
    std::vector<Piece> pieces_;
};

// Messages are told a little later than they are read, since others may stand between their lines.
std::unique_ptr<LogScanner> stderr_scanner(LogPrefix prefix);

}  // namespace assay::query
