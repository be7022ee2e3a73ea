#include "domain/migration/engines/mysql/statements.h"

#include <algorithm>
#include <cstring>

#include "core/text.h"
#include "domain/migration/engines/mysql/lexer.h"
#include "sql/script.h"

namespace assay::migration::mysql {

namespace {

constexpr std::size_t piece_bytes = 1u << 20;
constexpr std::size_t shown_bytes = 4096;       // of a statement that is too long
constexpr std::size_t lookahead_bytes = 64;     // no mark or delimiter is longer
constexpr std::size_t longest_delimiter = 16;
constexpr std::size_t longest_line_looked_for = 256;  // of a DELIMITER command

bool is_blank(char c) { return static_cast<unsigned char>(c) <= ' '; }

}  // namespace

Location Statement::at(const std::string& file, std::size_t offset) const { return sql::locate(text, std::min(offset, text.size()), {file, line, column}); }

Statements::Statements(std::string_view text, std::size_t longest)
    : Statements{[text](char* to, std::size_t most) mutable -> Result<std::size_t> {
                     const auto size = std::min(most, text.size());
                     std::memcpy(to, text.data(), size);
                     text.remove_prefix(size);
                     return size;
                 },
                 longest} {}

Result<bool> Statements::more() {
    if (at_end_) return false;
    drop_used();
    const auto old = buffer_.size();
    buffer_.resize(old + piece_bytes);
    const auto size = bytes_(buffer_.data() + old, piece_bytes);
    if (!size) return tl::unexpected(size.error());
    buffer_.resize(old + *size);
    at_end_ = *size < piece_bytes;
    return *size > 0;
}

// What lies before the statement goes, and of one that is too long all but its beginning.
void Statements::drop_used() {
    buffer_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
    if (scanned_ <= longest_ && !too_long_) return;
    too_long_ = true;
    if (scanned_ <= shown_bytes) return;
    // Lines and columns behind it count what was passed over.
    const auto dropped = std::string_view{buffer_}.substr(shown_bytes, scanned_ - shown_bytes);
    line_ += static_cast<int>(std::count(dropped.begin(), dropped.end(), '\n'));
    buffer_.erase(shown_bytes, scanned_ - shown_bytes);
    scanned_ = shown_bytes;
}

void Statements::count(std::size_t until) {
    const auto passed = std::string_view{buffer_}.substr(begin_, until - begin_);
    const auto last = passed.rfind('\n');
    line_ += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
    column_ = static_cast<int>(last == passed.npos ? static_cast<std::size_t>(column_) + passed.size() : passed.size() - last);
    begin_ = until;
}

// White space, and comments that begin the statement: as for the mysql client, "--" needs no blank behind it there.
void Statements::skip_blanks() {
    auto at = begin_;
    for (;;) {
        while (at < buffer_.size() && is_blank(buffer_[at])) ++at;
        const auto rest = std::string_view{buffer_}.substr(at);
        const bool block = starts_with(rest, "/*") && !starts_with(rest, "/*!") && !starts_with(rest, "/*M!");
        if (!block && !starts_with(rest, "--") && !starts_with(rest, "#")) break;
        const std::string_view mark = block ? "*/" : "\n";
        const auto end = rest.find(mark, 2);
        if (end == rest.npos) break;
        at += end + mark.size();
    }
    count(at);
    scanned_ = std::max(scanned_, at);
}

// "DELIMITER ;;" up to the end of its line.
bool Statements::take_delimiter_command() {
    const std::string_view rest = std::string_view{buffer_}.substr(begin_);
    constexpr std::string_view word = "delimiter";
    if (rest.size() <= word.size() || !is_word(rest.substr(0, word.size()), word) || !is_blank(rest[word.size()])) return false;
    const auto end = std::min(rest.find('\n'), rest.size());
    if (end > longest_line_looked_for) return false;
    const auto named = trimmed(rest.substr(word.size(), end - word.size()));
    if (!named.empty() && named.size() <= longest_delimiter) delimiter_ = std::string{named.substr(0, named.find_first_of(" \t"))};
    count(begin_ + end);
    scanned_ = begin_;
    return true;
}

// One step from scanned_; true where the delimiter stands.
bool Statements::scan_one() {
    const std::string_view text = buffer_;
    const auto to_end_of = [&](std::string_view end) {
        const auto found = text.find(end, scanned_);
        if (found == text.npos) return void(scanned_ = text.size() - (at_end_ ? 0 : std::min(end.size() - 1, text.size() - scanned_)));
        scanned_ = found + end.size();
        within_ = Within::nothing;
    };
    switch (within_) {
        case Within::line_comment: return to_end_of("\n"), false;
        case Within::comment: return to_end_of("*/"), false;
        case Within::quote: {
            const char stops[]{quote_, '\\'};
            const auto found = text.find_first_of(std::string_view{stops, quote_ == '`' ? 1u : 2u}, scanned_);
            if (found == text.npos) return scanned_ = text.size(), false;
            // A doubled quote ends this one and begins another, which comes to the same.
            if (text[found] == '\\') {
                scanned_ = std::min(found + 2, text.size());
            } else {
                within_ = Within::nothing;
                scanned_ = found + 1;
            }
            return false;
        }
        case Within::nothing: break;
    }
    const char c = text[scanned_];
    if (text.substr(scanned_, delimiter_.size()) == delimiter_) return true;
    if (c == '\'' || c == '"' || c == '`') {
        quote_ = c;
        within_ = Within::quote;
    } else if (c == '#' || (c == '-' && begins_dash_comment(text, scanned_))) {
        within_ = Within::line_comment;
    } else if (c == '/' && text.substr(scanned_, 2) == "/*") {
        const auto mark = text.substr(scanned_ + 2, 2);
        constexpr std::string_view sandbox = "/*M!999999";
        if (text.substr(scanned_, sandbox.size()) == sandbox || (!starts_with(mark, "!") && mark != "M!")) within_ = Within::comment;
        ++scanned_;
    }
    ++scanned_;
    return false;
}

// Up to the delimiter, or as far as the buffer tells.
bool Statements::scan() {
    while (scanned_ < buffer_.size()) {
        if (!at_end_ && within_ == Within::nothing && buffer_.size() - scanned_ < lookahead_bytes) return false;
        if (!at_end_ && within_ == Within::quote && buffer_.size() - scanned_ < 2) return false;
        const auto before = scanned_;
        const auto was = within_;
        if (scan_one()) return true;
        if (scanned_ == before && within_ == was) return false;
    }
    return false;
}

Result<std::optional<Statement>> Statements::next() {
    for (;;) {
        if (scanned_ == begin_ && within_ == Within::nothing) skip_blanks();
        const bool fresh = scanned_ == begin_ && within_ == Within::nothing;
        const bool told = at_end_ || buffer_.find('\n', begin_) < begin_ + longest_line_looked_for || buffer_.size() - begin_ > longest_line_looked_for;
        if (fresh && told && take_delimiter_command()) continue;
        if (told && scan()) {
            Statement statement{std::string_view{buffer_}.substr(begin_, scanned_ - begin_), line_, column_, too_long_};
            if (too_long_) statement.text = statement.text.substr(0, shown_bytes);
            const auto end = scanned_ + delimiter_.size();
            count(end);
            scanned_ = end;
            too_long_ = false;
            if (trimmed(statement.text).empty()) continue;
            return statement;
        }
        const auto got = more();
        if (!got) return tl::unexpected(got.error());
        if (*got) continue;
        if (scanned_ < buffer_.size()) continue;  // now that the end is known, the last bytes can be told
        if (begin_ >= buffer_.size()) return std::nullopt;
        Statement statement{std::string_view{buffer_}.substr(begin_), line_, column_, too_long_, false};
        count(buffer_.size());
        too_long_ = false;
        return statement;
    }
}

}  // namespace assay::migration::mysql
