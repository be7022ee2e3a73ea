#include "sql/term.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace assay::sql {

using std::size_t;
using std::string;
using std::string_view;

namespace {

bool stands_alone(const Term& term) {
    switch (term.kind) {
        case TermKind::column:
        case TermKind::string:
        case TermKind::boolean:
        case TermKind::null:
        case TermKind::array:
        case TermKind::call:
            return true;
        case TermKind::number:
            return term.text.empty() || term.text[0] != '-';
        default:
            return false;
    }
}

string wrapped(const Term& term) {
    return stands_alone(term) ? term.form : "(" + term.form + ")";
}

string joined(const std::vector<Term>& parts, string_view between, bool wrap, size_t from = 0) {
    string out;
    for (size_t i = from; i < parts.size(); ++i) {
        if (i > from) out += between;
        out += wrap ? wrapped(parts[i]) : parts[i].form;
    }
    return out;
}

string in_quotes(string_view text) {
    string out = "'";
    for (const char c : text) {
        if (c == '\'') out += c;
        out += c;
    }
    return out + "'";
}

string printed(const Term& term) {
    const auto& parts = term.parts;
    switch (term.kind) {
        case TermKind::string:
            return in_quotes(term.text);
        case TermKind::null:
            return "NULL";
        case TermKind::array:
            return "ARRAY[" + joined(parts, ", ", false) + "]";
        case TermKind::call:
            return term.text + "(" + joined(parts, ", ", false) + ")";
        case TermKind::cast:
            return wrapped(parts[0]) + "::" + term.text;
        case TermKind::operation:
            return parts.size() == 1 ? term.text + " " + wrapped(parts[0])
                                     : wrapped(parts[0]) + " " + term.text + " " + wrapped(parts[1]);
        case TermKind::member:
            return wrapped(parts[0]) + " IN (" + joined(parts, ", ", false, 1) + ")";
        case TermKind::conjunction:
            return joined(parts, " AND ", true);
        case TermKind::disjunction:
            return joined(parts, " OR ", true);
        case TermKind::negation:
            return "NOT " + wrapped(parts[0]);
        case TermKind::is_null:
            return wrapped(parts[0]) + " IS NULL";
        case TermKind::is_not_null:
            return wrapped(parts[0]) + " IS NOT NULL";
        case TermKind::boolean_test:
            return wrapped(parts[0]) + " " + term.text;
        default:
            return term.text;
    }
}

void sort_and_unite(std::vector<Term>& parts) {
    std::sort(parts.begin(), parts.end(), [](const Term& a, const Term& b) { return a.form < b.form; });
    // Two calls of a volatile function are two values.
    const auto same = [](const Term& a, const Term& b) { return a.form == b.form && !a.is_volatile; };
    parts.erase(std::unique(parts.begin(), parts.end(), same), parts.end());
}

std::vector<Term> flattened(std::vector<Term> parts, TermKind kind) {
    std::vector<Term> flat;
    for (Term& part : parts) {
        if (part.kind == kind)
            std::move(part.parts.begin(), part.parts.end(), std::back_inserter(flat));
        else
            flat.push_back(std::move(part));
    }
    return flat;
}

// x = 1 OR x = 2 OR x IN (3, 4): one list for each value that is compared.
std::vector<Term> united_lists(std::vector<Term> parts) {
    std::map<string, std::vector<Term>> lists;
    std::vector<Term> others;
    for (Term& part : parts) {
        const bool equality = part.compares_with_constant() && part.text == "=";
        if ((equality || part.kind == TermKind::member) && !part.is_volatile)
            lists[part.parts[0].form].push_back(std::move(part));
        else
            others.push_back(std::move(part));
    }
    for (auto& [form, terms] : lists) {
        std::vector<Term> constants;
        for (const Term& term : terms)
            constants.insert(constants.end(), term.parts.begin() + 1, term.parts.end());
        others.push_back(make_member(terms[0].parts[0], std::move(constants)));
    }
    return others;
}

constexpr std::array<std::pair<string_view, string_view>, 6> mirrored_operators{
    {{"=", "="}, {"<>", "<>"}, {"<", ">"}, {">", "<"}, {"<=", ">="}, {">=", "<="}}};

string_view mirrored(string_view operation) {
    for (const auto& [written, mirror] : mirrored_operators)
        if (written == operation) return mirror;
    return {};
}

std::optional<bool> compare_constants(string_view operation, const Term& a, const Term& b) {
    if (a.kind == TermKind::string && b.kind == TermKind::string && a.text == b.text) {
        if (operation == "=") return true;
        if (operation == "<>") return false;
    }
    if (a.kind != TermKind::number || b.kind != TermKind::number) return std::nullopt;
    const int order = compare_decimals(a.text, b.text);
    if (order == 2) return std::nullopt;
    if (operation == "=") return order == 0;
    if (operation == "<>") return order != 0;
    if (operation == "<") return order < 0;
    if (operation == ">") return order > 0;
    if (operation == "<=") return order <= 0;
    return order >= 0;
}

Term make_comparison(string operation, Term left, Term right) {
    if (const auto known = compare_constants(operation, left, right)) return make_boolean(*known);
    const bool turn = left.is_constant() != right.is_constant() ? left.is_constant() : right.form < left.form;
    if (turn) {
        std::swap(left, right);
        operation = mirrored(operation);
    }
    if (right.kind == TermKind::boolean && !left.is_constant() && (operation == "=" || operation == "<>")) {
        const bool plain = right.is_true() == (operation == "=");
        return plain ? std::move(left) : make_not(std::move(left));
    }
    std::vector<Term> operands;
    operands.push_back(std::move(left));
    operands.push_back(std::move(right));
    return make_term(TermKind::operation, std::move(operation), std::move(operands));
}

// Casts ------------------------------------------------------------------------------------------------

bool is_one_of(string_view type, std::initializer_list<string_view> types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool is_integer(string_view text) {
    if (!text.empty() && text[0] == '-') text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// The elements of a simple array literal, {a,b}; nothing when it has quotes, escapes, nesting or NULL.
std::optional<std::vector<Term>> array_elements(string_view literal) {
    if (literal.size() < 3 || literal.front() != '{' || literal.back() != '}') return std::nullopt;
    literal = literal.substr(1, literal.size() - 2);
    std::vector<Term> elements;
    while (true) {
        const size_t comma = literal.find(',');
        const string_view element = literal.substr(0, comma);
        if (element.empty() || element.find_first_of("{}\"\\ \t\n") != element.npos) return std::nullopt;
        if (element.size() == 4 && (element[0] == 'n' || element[0] == 'N')) return std::nullopt;
        elements.push_back(make_term(TermKind::string, string{element}));
        if (comma == literal.npos) return elements;
        literal.remove_prefix(comma + 1);
    }
}

std::optional<Term> literal_of_type(const Term& value, string_view type) {
    const bool literal = value.kind == TermKind::string || value.kind == TermKind::number;
    if (!literal) return std::nullopt;
    if (is_one_of(type, {"text", "varchar"}))
        return value.kind == TermKind::string ? std::optional{value} : std::nullopt;
    const bool whole = is_integer(value.text);
    if (is_one_of(type, {"int2", "int4", "int8", "float8"}) && whole)
        return make_term(TermKind::number, value.text);
    if (type == "numeric" && compare_decimals(value.text, value.text) == 0)
        return make_term(TermKind::number, value.text);
    if (type == "bool" && value.kind == TermKind::string) {
        if (is_one_of(value.text, {"t", "true"})) return make_boolean(true);
        if (is_one_of(value.text, {"f", "false"})) return make_boolean(false);
    }
    return make_term(TermKind::typed, (value.kind == TermKind::string ? in_quotes(value.text) : value.text) +
                                          "::" + string{type});
}

std::optional<Term> array_of_type(const Term& value, string_view type) {
    if (!type.ends_with("[]")) return std::nullopt;
    const string element_type{type.substr(0, type.size() - 2)};
    std::vector<Term> elements;
    if (value.kind == TermKind::string) {
        auto read = array_elements(value.text);
        if (!read) return std::nullopt;
        elements = std::move(*read);
    } else if (value.kind == TermKind::array) {
        elements = value.parts;
    } else {
        return std::nullopt;
    }
    for (Term& element : elements) element = make_cast(std::move(element), element_type);
    return make_term(TermKind::array, {}, std::move(elements));
}

struct Decimal {
    bool negative = false;
    string_view whole = {};
    string_view fraction = {};
};

std::optional<Decimal> read_decimal(string_view text) {
    Decimal number;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        number.negative = text[0] == '-';
        text.remove_prefix(1);
    }
    const size_t point = text.find('.');
    number.whole = text.substr(0, point);
    if (point != text.npos) number.fraction = text.substr(point + 1);
    if (number.whole.empty() && number.fraction.empty()) return std::nullopt;
    for (const string_view digits : {number.whole, number.fraction})
        if (digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
    while (!number.whole.empty() && number.whole[0] == '0') number.whole.remove_prefix(1);
    while (!number.fraction.empty() && number.fraction.back() == '0') number.fraction.remove_suffix(1);
    if (number.whole.empty() && number.fraction.empty()) number.negative = false;
    return number;
}

}  // namespace

int compare_decimals(string_view a, string_view b) {
    const auto x = read_decimal(a);
    const auto y = read_decimal(b);
    if (!x || !y) return 2;
    if (x->negative != y->negative) return x->negative ? -1 : 1;
    int order = 0;
    if (x->whole.size() != y->whole.size())
        order = x->whole.size() < y->whole.size() ? -1 : 1;
    else if (const int whole = x->whole.compare(y->whole); whole != 0)
        order = whole < 0 ? -1 : 1;
    else if (const int fraction = x->fraction.compare(y->fraction); fraction != 0)
        order = fraction < 0 ? -1 : 1;
    return x->negative ? -order : order;
}

Term make_term(TermKind kind, string text, std::vector<Term> parts) {
    Term term;
    term.kind = kind;
    term.text = std::move(text);
    term.parts = std::move(parts);
    for (const Term& part : term.parts) term.is_volatile = term.is_volatile || part.is_volatile;
    term.form = printed(term);
    return term;
}

Term make_boolean(bool value) {
    return make_term(TermKind::boolean, value ? "true" : "false");
}

Term make_and(std::vector<Term> parts) {
    parts = flattened(std::move(parts), TermKind::conjunction);
    if (std::any_of(parts.begin(), parts.end(), [](const Term& part) { return part.is_false(); }))
        return make_boolean(false);
    std::erase_if(parts, [](const Term& part) { return part.is_true(); });
    sort_and_unite(parts);
    if (parts.empty()) return make_boolean(true);
    if (parts.size() == 1) return std::move(parts[0]);
    return make_term(TermKind::conjunction, {}, std::move(parts));
}

Term make_or(std::vector<Term> parts) {
    parts = flattened(std::move(parts), TermKind::disjunction);
    if (std::any_of(parts.begin(), parts.end(), [](const Term& part) { return part.is_true(); }))
        return make_boolean(true);
    std::erase_if(parts, [](const Term& part) { return part.is_false(); });
    parts = united_lists(std::move(parts));
    sort_and_unite(parts);
    if (parts.empty()) return make_boolean(false);
    if (parts.size() == 1) return std::move(parts[0]);
    return make_term(TermKind::disjunction, {}, std::move(parts));
}

// De Morgan's laws hold with NULL as well.
Term make_not(Term part) {
    if (part.kind == TermKind::boolean) return make_boolean(part.is_false());
    if (part.kind == TermKind::negation) {
        Term inner = std::move(part.parts[0]);
        return inner;
    }
    if (part.kind == TermKind::conjunction || part.kind == TermKind::disjunction) {
        std::vector<Term> parts;
        for (Term& each : part.parts) parts.push_back(make_not(std::move(each)));
        return part.kind == TermKind::conjunction ? make_or(std::move(parts)) : make_and(std::move(parts));
    }
    std::vector<Term> parts;
    parts.push_back(std::move(part));
    return make_term(TermKind::negation, {}, std::move(parts));
}

Term make_operation(string operation, std::vector<Term> operands) {
    if (operands.size() == 1 && operation == "-" && operands[0].kind == TermKind::number) {
        const string& digits = operands[0].text;
        return make_term(TermKind::number, digits[0] == '-' ? digits.substr(1) : "-" + digits);
    }
    if (operands.size() == 2 && !mirrored(operation).empty())
        return make_comparison(std::move(operation), std::move(operands[0]), std::move(operands[1]));
    if (operands.size() == 2 && (operation == "+" || operation == "*") && operands[1].form < operands[0].form)
        std::swap(operands[0], operands[1]);
    return make_term(TermKind::operation, std::move(operation), std::move(operands));
}

Term make_member(Term value, std::vector<Term> constants) {
    sort_and_unite(constants);
    if (constants.size() == 1) {
        std::vector<Term> operands;
        operands.push_back(std::move(value));
        operands.push_back(std::move(constants[0]));
        return make_operation("=", std::move(operands));
    }
    constants.insert(constants.begin(), std::move(value));
    return make_term(TermKind::member, {}, std::move(constants));
}

Term make_cast(Term value, const string& type) {
    if (value.kind == TermKind::null) return value;
    if (auto array = array_of_type(value, type)) return std::move(*array);
    if (auto literal = literal_of_type(value, type)) return std::move(*literal);
    std::vector<Term> parts;
    parts.push_back(std::move(value));
    return make_term(TermKind::cast, type, std::move(parts));
}

}  // namespace assay::sql
