// Lines: a stream of lines between two programs, read with a bound and written whole.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

class LineReader {
public:
    LineReader(int file, std::size_t longest_bytes) : file_{file}, longest_{longest_bytes} {}

    struct Line {
        std::string text;
        bool too_long = false;  // the text is its beginning, the rest was skipped
    };
    // Without its end; nothing at the end of the stream. Blocks.
    std::optional<Line> next();

private:
    int file_;
    std::size_t longest_;
    std::string buffer_;
    std::size_t searched_ = 0;
    bool skipping_ = false, ended_ = false;
};

// Any thread may write; lines are not mixed.
class LineWriter {
public:
    explicit LineWriter(int file) : file_{file} {}
    // False when nobody reads any more; SIGPIPE must be ignored.
    bool write(std::string_view line);

private:
    std::mutex mutex_;
    int file_;
};

}  // namespace assay
