// MySQL's and MariaDB's lexical rules: tokens of one statement, conditional comments opened.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::migration::mysql {

enum class TokenKind : unsigned char {
    end,
    word,      // keyword or unquoted identifier, also one that begins with digits
    quoted,    // `name`
    string,    // '…' or "…"; as a name where a name is expected (ANSI_QUOTES)
    number,
    hex,       // 0x1F, x'1F'
    bits,      // 0b101, b'101'
    variable,  // @x, @@x
    symbol,    // an operator or one of ( ) , ; .
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool closed = true;  // false: a quote that runs to the end of the text

    std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

// Reads one token after another; never fails, never goes back, uses no memory. What stands in /*!40101 … */ and
// /*M!100100 … */ is read as if it stood there alone, as the server does (MySQL manual 9.7); of a version that no server has
// (MariaDB's sandbox mark 999999) it is a comment.
class Lexer {
public:
    explicit Lexer(std::string_view text, std::size_t position = 0) : text_{text}, position_{position} {}

    Token next();
    std::size_t position() const { return position_; }
    void seek(std::size_t position) { position_ = position; }

private:
    void skip_blanks_and_comments();
    bool skip_comment();
    void skip_to(std::string_view end);
    Token quoted(TokenKind kind, std::size_t begin, std::size_t quote);
    Token word(std::size_t begin);
    Token number(std::size_t begin);
    Token symbol(std::size_t begin);
    Token finish(TokenKind kind, std::size_t begin, std::size_t end, bool closed = true);
    char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }

    std::string_view text_;
    std::size_t position_ = 0;
    int conditional_ = 0;  // conditional comments that are open
};

// All tokens, without the end.
std::vector<Token> tokens_of(std::string_view text);

// The name that a word, a quoted name or a string stands for.
std::string name_of(std::string_view token);
// The bytes of a string token: escapes and doubled quotes undone.
std::string bytes_of_string(std::string_view token);
// The bytes of a hex token; a token of odd length has a zero before it.
std::string bytes_of_hex(std::string_view token);
// "101" of b'101' and 0b101.
std::string_view digits_of_bits(std::string_view token);

// Whether two words are the same but for the case of ASCII letters; `lower_case` is.
bool is_word(std::string_view token, std::string_view lower_case);
std::string lower(std::string_view text);

// The offset behind the quoted text that begins at `from`, or npos where it does not end.
std::size_t end_of_quoted(std::string_view text, std::size_t from);
// Whether "--" at this place begins a comment: white space or nothing follows.
bool begins_dash_comment(std::string_view text, std::size_t at);

}  // namespace assay::migration::mysql
