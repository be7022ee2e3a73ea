#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "sql/expression.h"
#include "sql/term.h"

namespace assay::sql {

using std::string;
using std::string_view;

namespace {

using Names = std::set<string, std::less<>>;

constexpr int most_steps = 5'000;  // beyond it the answer is "not certain"

template <std::size_t size>
bool is_in(const std::array<string_view, size>& list, string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

// Operators and functions that give NULL for every NULL operand, for all types that they come with.
constexpr std::array<string_view, 27> strict_operators{
    "=",   "<>",   "<", ">",  "<=", ">=",  "+",  "-",  "*",  "/",  "%",   "^",   "~~", "!~~",
    "~~*", "!~~*", "~", "!~", "~*", "!~*", "@>", "<@", "&&", "->", "->>", "#>>", "@@"};
constexpr std::array<string_view, 20> strict_functions{
    "lower", "upper", "length", "char_length", "octet_length", "abs",       "btrim",
    "ltrim", "rtrim", "trim",   "md5",         "date_trunc",   "date_part", "extract",
    "round", "floor", "ceil",   "timezone",    "replace",      "left"};
constexpr std::array<string_view, 17> built_in_types{
    "text", "varchar", "bpchar",    "int2",        "int4", "int8",     "numeric", "float4", "float8",
    "bool", "date",    "timestamp", "timestamptz", "time", "interval", "uuid",    "jsonb"};

string_view without_modifier(string_view type) {
    return type.substr(0, type.find('('));
}

// Adds the forms of all that must be not NULL when this value is not NULL.
void add_nonnull_parts(const Term& term, Names& known) {
    known.insert(term.form);
    const bool strict = (term.kind == TermKind::operation && is_in(strict_operators, term.text)) ||
                        (term.kind == TermKind::call && is_in(strict_functions, term.text)) ||
                        (term.kind == TermKind::cast && is_in(built_in_types, without_modifier(term.text))) ||
                        term.kind == TermKind::negation;
    if (strict)
        for (const Term& part : term.parts) add_nonnull_parts(part, known);
    if (term.kind == TermKind::member) add_nonnull_parts(term.parts[0], known);
}

Names nonnull_when_true(const Term& term) {
    Names known;
    if (term.kind == TermKind::conjunction) {
        for (const Term& part : term.parts) known.merge(nonnull_when_true(part));
    } else if (term.kind == TermKind::disjunction) {
        bool first = true;
        for (const Term& part : term.parts) {
            const Names branch = nonnull_when_true(part);
            if (first)
                known = branch;
            else
                std::erase_if(known, [&](const string& form) { return !branch.contains(form); });
            first = false;
        }
    } else if (term.kind == TermKind::is_not_null) {
        add_nonnull_parts(term.parts[0], known);
    } else if (term.kind == TermKind::boolean_test) {
        if (term.text == "IS TRUE" || term.text == "IS FALSE" || term.text == "IS NOT UNKNOWN")
            add_nonnull_parts(term.parts[0], known);
    } else {
        add_nonnull_parts(term, known);
    }
    return known;
}

bool is_nonnull_column(const Term& term, const Names& nonnull_columns) {
    if (term.kind != TermKind::column) return false;
    const auto dot = term.text.rfind('.');
    return nonnull_columns.contains(term.text) ||
           (dot != term.text.npos && nonnull_columns.contains(string_view{term.text}.substr(dot + 1)));
}

// A column of floating point keeps 15 digits: numbers that differ beyond are one number there.
bool is_exact(string_view number) {
    return std::count_if(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }) <= 15;
}

// Whether `x first a` makes `x second b` true, for numbers.
bool range_implies(string_view first, string_view a, string_view second, string_view b) {
    const int order = compare_decimals(a, b);
    if (order == 2 || (order != 0 && !(is_exact(a) && is_exact(b)))) return false;
    if (first == "=") {
        if (second == "=") return order == 0;
        if (second == "<>") return order != 0;
        if (second == ">") return order > 0;
        if (second == ">=") return order >= 0;
        if (second == "<") return order < 0;
        return second == "<=" && order <= 0;
    }
    if (first == ">" || first == ">=") {
        if (second == ">" || second == "<>") return first == ">" ? order >= 0 : order > 0;
        return second == ">=" && order >= 0;
    }
    if (first == "<" || first == "<=") {
        if (second == "<" || second == "<>") return first == "<" ? order <= 0 : order < 0;
        return second == "<=" && order <= 0;
    }
    return first == "<>" && second == "<>" && order == 0;
}

class Implication {
public:
    explicit Implication(const Names& nonnull_columns) : nonnull_columns_{nonnull_columns} {}

    bool holds(const Term& stronger, const Term& weaker) {
        if (++steps_ > most_steps) return false;
        if (always_true(weaker) || stronger.is_false()) return true;
        if (weaker.kind == TermKind::conjunction)
            return std::all_of(weaker.parts.begin(), weaker.parts.end(),
                               [&](const Term& part) { return holds(stronger, part); });
        if (stronger.kind == TermKind::disjunction)
            return std::all_of(stronger.parts.begin(), stronger.parts.end(),
                               [&](const Term& part) { return holds(part, weaker); });
        if (stronger.kind == TermKind::member && stronger.parts.size() > 1 && list_implies(stronger, weaker))
            return true;
        if (weaker.kind == TermKind::disjunction &&
            std::any_of(weaker.parts.begin(), weaker.parts.end(),
                        [&](const Term& part) { return holds(stronger, part); }))
            return true;
        if (weaker.kind == TermKind::is_not_null &&
            nonnull_when_true(stronger).contains(weaker.parts[0].form) && !weaker.is_volatile)
            return true;
        if (stronger.kind == TermKind::conjunction)
            return std::any_of(stronger.parts.begin(), stronger.parts.end(),
                               [&](const Term& part) { return holds(part, weaker); });
        return atom_implies(stronger, weaker);
    }

    bool always_true(const Term& term) {
        if (++steps_ > most_steps) return false;
        if (term.is_true()) return true;
        const auto is_always = [&](const Term& part) { return always_true(part); };
        if (term.kind == TermKind::conjunction)
            return std::all_of(term.parts.begin(), term.parts.end(), is_always);
        if (term.kind == TermKind::disjunction)
            return std::any_of(term.parts.begin(), term.parts.end(), is_always);
        if (term.kind == TermKind::is_not_null) return is_nonnull_column(term.parts[0], nonnull_columns_);
        const bool reflexive =
            term.kind == TermKind::operation && (term.text == "=" || term.text == ">=" || term.text == "<=");
        return reflexive && term.parts.size() == 2 && term.parts[0].form == term.parts[1].form &&
               is_nonnull_column(term.parts[0], nonnull_columns_);
    }

private:
    bool atom_implies(const Term& stronger, const Term& weaker) const {
        if (stronger.is_volatile || weaker.is_volatile) return false;
        if (stronger.form == weaker.form) return true;
        if (weaker.kind == TermKind::boolean_test && weaker.text == "IS TRUE")
            return weaker.parts[0].form == stronger.form;
        if (weaker.kind == TermKind::boolean_test && weaker.text == "IS NOT FALSE")
            return weaker.parts[0].form == stronger.form;
        if (stronger.kind == TermKind::boolean_test && stronger.text == "IS TRUE")
            return stronger.parts[0].form == weaker.form;
        if (!stronger.compares_with_constant()) return false;
        const Term& value = stronger.parts[1];
        if (weaker.kind == TermKind::member && stronger.text == "=" &&
            weaker.parts[0].form == stronger.parts[0].form)
            return std::any_of(weaker.parts.begin() + 1, weaker.parts.end(),
                               [&](const Term& item) { return item.form == value.form; });
        if (!weaker.compares_with_constant() || weaker.parts[0].form != stronger.parts[0].form) return false;
        if (value.kind != TermKind::number || weaker.parts[1].kind != TermKind::number) return false;
        return range_implies(stronger.text, value.text, weaker.text, weaker.parts[1].text);
    }

    // x IN (…) is as strong as the weakest of its equalities.
    bool list_implies(const Term& list, const Term& weaker) {
        return std::all_of(list.parts.begin() + 1, list.parts.end(), [&](const Term& item) {
            return holds(make_member(list.parts[0], {item}), weaker);
        });
    }

    const Names& nonnull_columns_;
    int steps_ = 0;
};

}  // namespace

bool Expression::is_always_true(const Names& nonnull_columns) const {
    return Implication{nonnull_columns}.always_true(*term_);
}

bool implies(const Expression& stronger, const Expression& weaker, const Names& nonnull_columns) {
    return Implication{nonnull_columns}.holds(stronger.term(), weaker.term());
}

}  // namespace assay::sql
