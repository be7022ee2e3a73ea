// Expression: algebra on SQL conditions, as pg_get_expr prints them: equality, conjuncts, implication.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "sql/parser.h"

namespace assay::sql {

struct Term;

struct ExpressionCall {
    std::string schema = {};    // as written; empty when none is
    std::string name = {};      // "uid"; current_user and the like by their names
    std::size_t offset = 0;     // in bytes from the start of the expression
    bool has_columns = false;   // an argument names a column
    bool in_subselect = false;  // inside (SELECT …), EXISTS, IN (SELECT …)
    std::size_t subselect = 0;  // which one: equal numbers, same sub-select; 0: none
};

// One parsed expression. Parsing needs a Parser; all else runs on any thread.
class Expression {
public:
    // An Error for what is not one expression of PostgreSQL 15's grammar, or is nested too deep.
    static Result<Expression> parse(const Parser& parser, std::string_view text);
    Expression(const Expression&);
    Expression& operator=(const Expression&);
    Expression(Expression&&) noexcept;
    Expression& operator=(Expression&&) noexcept;
    ~Expression();

    // Equal texts mean equal values for every row. Literals' casts are folded, redundant parentheses gone,
    // operands of commutative operators sorted, IN and ORed equalities one list. Not meant to be run.
    std::string normal_form() const;
    // The normal forms of what is joined by AND at the top.
    std::vector<std::string> conjuncts() const;
    // Columns as written ("x", "t.x"), each once, in order; also those inside sub-selects.
    const std::vector<std::string>& columns() const { return columns_; }
    const std::vector<ExpressionCall>& function_calls() const { return calls_; }
    // True for every row, given columns that are never NULL. False when not certain.
    bool is_always_true(const std::set<std::string, std::less<>>& nonnull_columns = {}) const;

    const Term& term() const { return *term_; }

private:
    Expression();
    std::unique_ptr<Term> term_;
    std::vector<std::string> columns_;
    std::vector<ExpressionCall> calls_;
};

// Whether every row for which `stronger` is true is one for which `weaker` is true. Both speak of the same
// table, whose columns named here are never NULL. Conservative: false when not certain, and for volatile
// functions. As in WHERE and in an index's predicate, NULL is not true; a CHECK also lets NULL pass, so to
// take a CHECK as `stronger` its columns must not be NULL. Columns of composite types are taken for scalar
// ones, for which = a constant and IS NOT NULL go together.
bool implies(const Expression& stronger, const Expression& weaker,
             const std::set<std::string, std::less<>>& nonnull_columns = {});

}  // namespace assay::sql
