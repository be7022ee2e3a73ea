// Statements of a dump, one after another, in bounded memory: delimiters as the mysql client takes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace assay::migration::mysql {

// An INSERT of a dump has a megabyte, unless the server was told otherwise.
inline constexpr std::size_t longest_statement_bytes = 64u << 20;

struct Statement {
    std::string_view text;  // without the delimiter; lives until the next one is asked for
    int line = 1;           // of its first byte that is no white space
    int column = 1;
    bool too_long = false;  // the text is its beginning, the rest was passed over
    bool ended = true;      // false: the input ends within it

    Location at(const std::string& file, std::size_t offset) const;
};

class Statements {
public:
    // Gives up to `most` next bytes; fewer only at the end, 0 from there on.
    using Bytes = std::function<Result<std::size_t>(char* to, std::size_t most)>;
    // `longest` bounds the memory that is used: a few times as much.
    Statements(Bytes bytes, std::size_t longest) : bytes_{std::move(bytes)}, longest_{longest} {}
    // Of a text that outlives this.
    Statements(std::string_view text, std::size_t longest);

    // Nothing at the end; empty statements and DELIMITER commands are left out.
    Result<std::optional<Statement>> next();

private:
    enum class Within : unsigned char { nothing, quote, line_comment, comment };
    Result<bool> more();
    void drop_used();
    bool scan();
    bool scan_one();
    bool take_delimiter_command();
    void skip_blanks();
    void count(std::size_t until);

    Bytes bytes_;
    std::size_t longest_;
    std::string buffer_;
    std::size_t begin_ = 0;    // of the statement
    std::size_t scanned_ = 0;  // up to here nothing ends it
    std::string delimiter_ = ";";
    Within within_ = Within::nothing;
    char quote_ = '\'';
    bool at_end_ = false, too_long_ = false;
    int line_ = 1, column_ = 1;  // of begin_
};

}  // namespace assay::migration::mysql
