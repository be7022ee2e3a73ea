// The rows of an INSERT, one after another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/migration/engines/mysql/lexer.h"
#include "domain/migration/engines/mysql/model.h"
#include "domain/migration/engines/mysql/values.h"

namespace assay::migration::mysql {

class InsertReader {
public:
    explicit InsertReader(std::string_view statement);

    const TableName& table() const { return table_; }
    const std::vector<std::string>& columns() const { return columns_; }  // empty: all of the table
    // False at the end, or where a problem is. The row's values are kept in `row`, whose strings are used again.
    bool next(std::vector<Value>& row);
    std::size_t row_begin() const { return row_begin_; }  // of the last row, an offset in the statement
    // What could not be read ("": all was), and what follows the rows and changes what they do.
    const std::string& problem() const { return problem_; }

private:
    void read_head();
    void advance() { token_ = lexer_.next(); }
    std::string_view text() const { return token_.in(statement_); }
    bool sees(std::string_view word) const { return token_.kind == TokenKind::word && is_word(text(), word); }
    bool sees_symbol(char symbol) const { return token_.kind == TokenKind::symbol && text().size() == 1 && text()[0] == symbol; }
    void read_value(Value& value);
    void read_word(Value& value);
    void skip_expression();
    bool fail(std::string problem);

    std::string_view statement_;
    Lexer lexer_;
    Token token_;
    TableName table_;
    std::vector<std::string> columns_;
    std::size_t row_begin_ = 0;
    std::string problem_;
};

}  // namespace assay::migration::mysql
