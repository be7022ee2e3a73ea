// Reading PostgreSQL's logs: stderr, csvlog and jsonlog, of any size, into a workload.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/query/model/workload.h"
#include "domain/query/read/log_record.h"

namespace assay {
class Progress;
}

namespace assay::query {

struct LogOptions {
    std::string prefix = {};          // log_line_prefix of stderr logs; empty: derived from their lines
    unsigned threads = 0;             // 0: as many as the machine has cores
    Progress* progress = nullptr;
    std::size_t part_bytes = 32u << 20;  // a file is not cut into smaller parts
};

// What a log is, by its first lines.
struct LogFormat {
    std::string name;    // "csvlog", "jsonlog", "stderr, log_line_prefix '%m [%p] '"
    std::string prefix;  // stderr
    enum class Kind : unsigned char { csvlog, jsonlog, standard_error } kind = Kind::csvlog;
};
// An Error when the text is no log, or a stderr log whose prefix cannot be derived.
Result<LogFormat> log_format(std::string_view first_bytes, const std::string& prefix, const std::string& file);
// Tells the records one after another, in the order of the log: for plans and messages as they were written.
std::unique_ptr<LogScanner> log_scanner(const LogFormat& format);

// As servers call them: .log, .csv, .jsonlog. Exports of pg_stat_statements are .csv too.
bool has_log_extension(const std::filesystem::path& file);

// Of files, in the order given, and "-" for standard input.
Result<std::unique_ptr<Workload>> read_logs(const std::vector<std::string>& files, const LogOptions& options = {});
// Of one whose text is there.
Result<std::unique_ptr<Workload>> read_log_text(std::string text, const std::string& name, const LogOptions& options = {});

}  // namespace assay::query
