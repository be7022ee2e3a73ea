// Term: an expression in canonical form, as a tree; internal to src/sql.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::sql {

enum class TermKind : unsigned char {
    column,
    number,
    string,
    typed,  // a literal of another type: '2020-01-01'::date
    boolean,
    null,
    array,        // parts: elements
    call,         // text: the function's name; parts: arguments
    cast,         // text: the type; parts: what is cast
    operation,    // text: the operator; parts: one operand or two
    member,       // parts: a value, then the constants of x IN (…), sorted
    conjunction,  // parts: what is joined by AND, sorted
    disjunction,  // parts: what is joined by OR, sorted
    negation,
    is_null,
    is_not_null,
    boolean_test,  // text: "IS TRUE" …
    other,
};

struct Term {
    TermKind kind = TermKind::other;
    std::string text = {};
    std::vector<Term> parts = {};
    std::string form = {};     // the whole, printed: equal forms, equal terms
    bool is_volatile = false;  // holds a call that may differ from one evaluation to the next

    bool is_constant() const {
        return kind == TermKind::number || kind == TermKind::string || kind == TermKind::typed ||
               kind == TermKind::boolean;
    }
    bool is_true() const { return kind == TermKind::boolean && text == "true"; }
    bool is_false() const { return kind == TermKind::boolean && text == "false"; }
    // `x OP constant`, as comparisons with constants are always written.
    bool compares_with_constant() const {
        return kind == TermKind::operation && parts.size() == 2 && parts[1].is_constant();
    }
};

// Makers of canonical terms: they sort, flatten and fold.
Term make_term(TermKind kind, std::string text, std::vector<Term> parts = {});
Term make_boolean(bool value);
Term make_and(std::vector<Term> parts);
Term make_or(std::vector<Term> parts);
Term make_not(Term part);
Term make_operation(std::string operation, std::vector<Term> operands);
// value = ANY (constants).
Term make_member(Term value, std::vector<Term> constants);
Term make_cast(Term value, const std::string& type);

// -1, 0, 1 for plain decimal numbers; 2 when one of them is not such a number.
int compare_decimals(std::string_view a, std::string_view b);

}  // namespace assay::sql
