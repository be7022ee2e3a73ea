#include "world/lines.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace assay {

namespace {

std::string without_return(std::string text) {
    if (!text.empty() && text.back() == '\r') text.pop_back();
    return text;
}

}  // namespace

std::optional<LineReader::Line> LineReader::next() {
    for (;;) {
        const auto end = buffer_.find('\n', searched_);
        if (end != buffer_.npos) {
            Line line{without_return(buffer_.substr(0, end)), std::exchange(skipping_, false)};
            buffer_.erase(0, end + 1);
            searched_ = 0;
            return line;
        }
        if (buffer_.size() > longest_) {
            buffer_.resize(longest_);
            skipping_ = true;
        }
        searched_ = buffer_.size();
        if (ended_) {
            if (buffer_.empty()) return {};
            return Line{without_return(std::exchange(buffer_, {})), skipping_};
        }
        std::array<char, 1 << 16> piece;
        const auto got = read(file_, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0)
            ended_ = true;
        else
            buffer_.append(piece.data(), static_cast<std::size_t>(got));
    }
}

bool LineWriter::write(std::string_view line) {
    std::string bytes{line};
    bytes += '\n';
    std::string_view left = bytes;
    const std::lock_guard lock{mutex_};
    while (!left.empty()) {
        const auto done = ::write(file_, left.data(), left.size());
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        left.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

}  // namespace assay
