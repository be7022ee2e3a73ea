// SelectText: where the clauses of each SELECT of a statement stand in its text, so that a rewrite can edit the text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/parser.h"
#include "sql/tokens.h"

namespace assay::query {

struct TextSpan {
    std::size_t begin = 0, end = 0;

    bool exists() const { return begin < end; }
    std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

// A clause with its keyword: of "WHERE a = 1", `whole` is all and `body` is "a = 1".
struct Clause {
    TextSpan whole, body;
    std::vector<TextSpan> parts = {};  // what commas separate; of WHERE and HAVING, what AND joins

    bool exists() const { return whole.exists(); }
};

struct Target {
    TextSpan whole, expression;
    std::string name = {};  // as the result has it; empty for "*" and for expressions that nobody named
};

struct JoinedItem {
    enum class Join : unsigned char { comma, inner, left, right, full, cross, natural };
    Join join = Join::comma;
    TextSpan whole;                       // with the words of the join: "LEFT JOIN orders o ON …"
    TextSpan item;                        // "orders o"
    std::string schema = {}, table = {};  // of a table, a view or a name of WITH
    std::string alias = {};           // what columns are qualified with
    TextSpan on = {};                     // the condition
    std::vector<std::string> using_columns = {};
    bool lateral = false;
    int query = -1;                   // of a sub-select

    bool is_outer() const { return join == Join::left || join == Join::right || join == Join::full; }
};

// SELECT up to HAVING and WINDOW; order and limit are the query's.
struct Select {
    TextSpan whole;
    int query = 0;
    bool readable = false;     // false: VALUES, TABLE, or joins in parentheses
    Clause targets_clause;     // its whole begins at the first target
    TextSpan distinct = {};        // "DISTINCT" or "DISTINCT ON (…)"
    bool distinct_on = false;
    std::vector<Target> targets = {};
    Clause from_clause = {}, where = {}, group = {}, having = {}, window = {};
    std::vector<JoinedItem> from = {};
};

struct CommonTable {
    std::string name;
    TextSpan whole;               // "x AS MATERIALIZED (…)"
    TextSpan materialized = {};   // "MATERIALIZED", "NOT MATERIALIZED"
    std::size_t opening = 0;  // of the parenthesis
    int query = -1;           // -1: not a SELECT
};

struct SetOperator {
    TextSpan words;  // "UNION", "UNION ALL"
    std::string word;
    bool all = false;
};

// One SELECT, or several joined by UNION and its like, with what stands around them.
struct QueryText {
    enum class Place : unsigned char { top, from, expression, common_table, member };
    Place place = Place::top;
    int parent = -1;      // the Select it stands in; -1: none
    TextSpan whole = {};      // without the parentheses around it
    Clause with = {};
    bool recursive = false;
    std::vector<CommonTable> common_tables = {};
    std::vector<int> selects = {};
    std::vector<SetOperator> operators = {};
    Clause order = {}, limit = {}, offset = {}, locking = {};
};

class SelectText {
public:
    // Nothing for what is no SELECT (or WITH … SELECT): other statements, text that ends within parentheses or quotes, and
    // queries that nest deeper than 64 levels.
    static std::optional<SelectText> read(std::string_view text);

    const std::string& text() const { return text_; }
    std::string_view text(TextSpan span) const { return span.in(text_); }
    const std::vector<QueryText>& queries() const { return queries_; }  // the outermost first
    const std::vector<Select>& selects() const { return selects_; }
    const QueryText& query_of(const Select& select) const { return queries_[static_cast<std::size_t>(select.query)]; }
    // The SELECT of a query that has only one.
    const Select* only_select(int query) const;
    // What AND (or OR) joins at the top; the whole when there is none.
    std::vector<TextSpan> split(TextSpan span, std::string_view lower_case_word) const;
    std::vector<sql::Token> tokens(TextSpan span) const;
    // Whether an identifier stands in this span as the first part of "alias.column".
    bool mentions_alias(TextSpan span, std::string_view alias) const;

private:
    friend class SelectReader;  // select_reader.cpp
    std::string text_;
    std::vector<sql::Token> tokens_;
    std::vector<std::size_t> partner_;  // of each parenthesis; of the others, themselves
    std::vector<QueryText> queries_;
    std::vector<Select> selects_;
};

// A statement without blanks and semicolons at its end.
std::string without_semicolon(std::string_view text);

struct Edit {
    TextSpan span;
    std::string text;
};
// The text with spans replaced; they must not overlap. An empty span inserts.
std::string edited(std::string_view text, std::vector<Edit> edits);

}  // namespace assay::query
