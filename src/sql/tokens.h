// Tokens: PostgreSQL's lexical rules, for text that may be broken, newer than the grammar, or a body.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay::sql {

enum class TokenKind : unsigned char {
    end,
    word,           // keyword or unquoted identifier
    identifier,     // "quoted", U&"…"
    string,         // '…', B'…', X'…', N'…', U&'…'
    escape_string,  // E'…'
    dollar_string,  // $tag$…$tag$
    number,
    parameter,  // $1
    symbol,     // one of ( ) [ ] , ; . : or "::" ":=" ".."
    operation,  // a run of operator characters
    comment,
    backslash,
    other,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool closed = true;  // false: a quote or comment that runs to the end of the text

    std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

// Reads one token after another; never fails, never goes back, uses no memory.
class Lexer {
public:
    explicit Lexer(std::string_view text, std::size_t position = 0) : text_{text}, position_{position} {}

    Token next();
    std::size_t position() const { return position_; }
    void seek(std::size_t position) { position_ = position; }
    // As under standard_conforming_strings = off: a backslash escapes in plain strings too.
    void let_backslash_escape(bool on) { backslash_escapes_ = on; }

private:
    void skip_blanks();
    Token word(std::size_t begin);
    Token quoted(TokenKind kind, std::size_t begin, std::size_t quote, bool escapes);
    Token number(std::size_t begin);
    Token dollar(std::size_t begin);
    Token line_comment(std::size_t begin);
    Token block_comment(std::size_t begin);
    Token operation(std::size_t begin);
    Token symbol(std::size_t begin);
    Token finish(TokenKind kind, std::size_t begin, std::size_t end, bool closed = true);
    std::size_t continuation(std::size_t after) const;
    char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }

    std::string_view text_;
    std::size_t position_ = 0;
    bool backslash_escapes_ = false;
};

// All tokens but comments, without the end.
std::vector<Token> tokens_of(std::string_view text);

// The name that a word or quoted identifier stands for: folded to lower case, or unquoted.
std::string identifier_name(std::string_view token);
// The text between the quotes of a string token of any kind; escapes are left as they stand.
std::string_view string_body(std::string_view token);
// Whether a word token is this keyword, given in lower case.
bool is_word(std::string_view token, std::string_view lower_case);

bool starts_identifier(char c);
bool continues_identifier(char c);

}  // namespace assay::sql
