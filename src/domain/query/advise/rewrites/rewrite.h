// A rewrite: another text for a statement, what it rests on, and what a rewrite may ask of the statement and the schema.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/query/model/schema_facts.h"
#include "domain/query/model/select_text.h"
#include "sql/tree.h"

namespace assay::query {

struct Proposal {
    std::string text;
    std::vector<std::string> rests_on = {};  // "orders.customer_id is NOT NULL", "foreign key orders_customer_id_fkey"
    // Where `text` has parameters that the original has not: the same without them, which can be compared, and one row
    // with their values.
    std::string closed = {};
    std::string values_query = {};
};

// A column that an expression names.
struct NamedColumn {
    TextSpan span;                          // "o.customer_id"
    std::string name;
    int select = -1;                    // whose FROM has it; -1: not known
    std::size_t item = 0;               // of that FROM
    const FactTable* table = nullptr;   // nullptr: of a sub-select, a WITH table, or not known
    const FactColumn* column = nullptr;
};

class RewriteContext {
public:
    RewriteContext(const SelectText& statement, const SchemaFacts& facts, const sql::Parser& parser) : statement_{statement}, facts_{facts}, parser_{parser} {}

    const SelectText& statement() const { return statement_; }
    const std::string& text() const { return statement_.text(); }
    std::string text(TextSpan span) const { return std::string{statement_.text(span)}; }
    const SchemaFacts& facts() const { return facts_; }

    // The tree of one expression; absent when it cannot be parsed. Places within are shifted: see at().
    sql::Node expression(TextSpan span) const;
    std::size_t at(TextSpan span, std::size_t tree_offset) const { return span.begin + tree_offset - prefix; }

    const FactTable* table_of(const JoinedItem& item) const;
    // Every column named in a span, sub-selects within too.
    std::vector<NamedColumn> columns_in(TextSpan span) const;
    // The column that a span is, when it is one and nothing else.
    std::optional<NamedColumn> column(TextSpan span) const;
    // Whether it names a column of this item of this SELECT, or one that cannot be told.
    bool mentions(TextSpan span, int select, std::size_t item) const;
    bool mentions_unknown(TextSpan span) const;
    bool has_subquery(TextSpan span) const;
    bool has_aggregate(TextSpan span) const;  // or a window function, outside of sub-selects
    int number_of(const Select& select) const { return static_cast<int>(&select - statement_.selects().data()); }
    // SELECT with nothing but FROM and WHERE, alone in its query, and without LIMIT.
    bool is_plain(const Select& select) const;

    // "alias.column", whatever was written.
    std::string qualified(const NamedColumn& column) const;
    // The key of a table whose columns all stand in the list.
    const UniqueKey* total_key_among(const FactTable& table, const std::vector<std::string>& columns) const;

    void propose(Proposal proposal) { proposals_.push_back(std::move(proposal)); }
    void propose(std::vector<Edit> edits, std::vector<std::string> rests_on = {}) {
        auto made = edited(text(), std::move(edits));
        if (!made.empty() && made != text()) propose(Proposal{std::move(made), std::move(rests_on)});
    }
    // What was proposed since this was last asked.
    std::vector<Proposal> take() { return std::exchange(proposals_, {}); }

private:
    static constexpr std::size_t prefix = 7;  // of "SELECT "
    NamedColumn resolved(NamedColumn column, const std::string& qualifier, int select) const;
    int select_at(std::size_t offset) const;
    bool item_may_have(const JoinedItem& item, const std::string& column, bool& certain) const;

    const SelectText& statement_;
    const SchemaFacts& facts_;
    const sql::Parser& parser_;
    mutable std::map<std::pair<std::size_t, std::size_t>, std::unique_ptr<sql::Tree>> trees_;  // by span; nullptr where it cannot be parsed
    std::vector<Proposal> proposals_;
};

struct Rewrite {
    std::string_view name;   // "not-in-to-not-exists"
    std::string_view title;
    void (*propose)(RewriteContext&);
};

// All of them, in the order in which they are tried.
const std::vector<const Rewrite*>& rewrites();

// A comparison of two sides: "left operator right", outside of parentheses. Nothing for anything else.
struct Comparison {
    TextSpan left, right;
    std::string operation;
};
std::optional<Comparison> comparison_in(const RewriteContext& context, TextSpan span);
// Without the parentheses that hold the whole.
TextSpan without_parentheses(const RewriteContext& context, TextSpan span);
// A constant: a number, a string, with or without a cast; its text without quotes.
std::optional<std::string> constant_in(const RewriteContext& context, TextSpan span);
bool is_text_type(const FactColumn& column);  // not char(n), for which blanks do not count
bool is_integer_type(const FactColumn& column);
bool is_time_type(const FactColumn& column);  // date, timestamp, timestamptz
// "a.b is NOT NULL"
std::string not_null_fact(const NamedColumn& column);
std::string key_fact(const FactTable& table, const UniqueKey& key);
// A sub-select with its parentheses, and the words of the text before and behind them.
struct Surroundings {
    TextSpan whole;
    std::vector<TextSpan> before, behind;  // nearest first, at most three
};
Surroundings around(const RewriteContext& context, const QueryText& query);
bool is_word_at(const RewriteContext& context, const std::vector<TextSpan>& words, std::size_t index, std::string_view lower_case);
// Every condition that AND joins in WHERE, or in ON of an inner join, of any SELECT of the statement.
void each_condition(const RewriteContext& context, const std::function<void(const Select& select, TextSpan condition)>& found);
// A condition as AND takes it beside others: with OR at its top, in parentheses.
std::string beside_and(const RewriteContext& context, TextSpan condition);
// The same of what it was made into.
std::string beside_and(const RewriteContext& context, TextSpan condition, const std::string& made);
// Adds it to others that AND joins.
void join_by_and(std::string& conditions, const std::string& condition);
// WHERE with one condition more.
Edit with_condition(const RewriteContext& context, const Select& select, const std::string& condition);
// A join that is added at the end binds closer than a comma: each comma becomes CROSS JOIN.
std::vector<Edit> commas_as_cross_joins(const Select& select);
// The columns of one item that conditions of AND set equal to something else, with that something.
struct EqualColumn {
    NamedColumn own;
    TextSpan other, condition;
};
std::vector<EqualColumn> equal_columns(const RewriteContext& context, const std::vector<TextSpan>& conditions, int select, std::size_t item);
// An alias that the statement does not use.
std::string free_alias(const RewriteContext& context, std::string_view wanted);

}  // namespace assay::query
