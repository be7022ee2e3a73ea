// A place in a statement's tokens. The first failure stays and ends the text, so that what reads on finds nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/model.h"

namespace assay::migration::mysql {

class Cursor {
public:
    // `start` is where the text stands in its file; under ANSI_QUOTES "name" is a name, in expressions as well.
    Cursor(std::string_view text, Location start, bool ansi_quotes = false);

    bool at_end() const { return next_ >= tokens_.size(); }
    const Token& token(std::size_t ahead = 0) const;
    std::string_view text(std::size_t ahead = 0) const { return token(ahead).in(text_); }
    bool sees(std::string_view words) const;   // keywords in lower case, with blanks between
    bool sees_symbol(std::string_view symbol, std::size_t ahead = 0) const;
    bool accept(std::string_view words);
    bool accept_symbol(std::string_view symbol);
    void expect(std::string_view words);
    void expect_symbol(std::string_view symbol);
    void skip() { next_ += at_end() ? 0 : 1; }

    // A name, quoted or not; `what` it is of, for the error.
    std::string name(std::string_view what);
    TableName table_name(std::string_view what);
    std::vector<std::string> names_in_parentheses(std::string_view what);
    std::string string(std::string_view what);   // the bytes of a string literal
    std::string number(std::string_view what);   // its digits
    // The value of an option: "=" may stand before it.
    std::string option_value();
    // What stands between the parentheses that come next.
    Expression group();
    // Passes over a group, or one token.
    void skip_group();
    // From here to the end.
    Expression rest();

    Location place(std::size_t ahead = 0) const;
    void fail(std::string message);
    void fail_expecting(std::string_view what);
    const std::optional<Error>& error() const { return error_; }

private:
    Expression between(std::size_t first, std::size_t last) const;

    std::string_view text_;
    Location start_;
    std::vector<Token> tokens_;
    Token none_;
    std::size_t next_ = 0;
    bool ansi_quotes_;
    std::optional<Error> error_;
};

}  // namespace assay::migration::mysql
