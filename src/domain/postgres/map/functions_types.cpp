// SQL functions about types of columns: names of amounts of money, lists of literals, defaults that a CHECK refuses.
#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "core/utf8.h"
#include "domain/postgres/map/load.h"
#include "domain/postgres/map/remembered.h"
#include "sql/expression.h"
#include "sql/names.h"
#include "sql/parser.h"
#include "sql/term.h"

namespace assay::postgres {

namespace {

using sql::Term;
using sql::TermKind;

enum class Truth { no, yes, unknown };

// Words that name an amount of money, and words beside them that say that it is something else.
bool is_amount_of_money(const std::string& name) {
    static const std::set<std::string, std::less<>> money{
        "price", "prices", "amount", "cost", "costs", "fee", "fees", "tax", "taxes", "salary", "balance", "wage", "revenue", "payment",
        "subtotal", "charge", "charges", "payout", "refund", "freight", "vat", "budget", "turnover", "deposit", "tuition", "fare",
        "unitprice", "totalprice"};
    static const std::set<std::string, std::less<>> totals{"total", "sum", "net", "gross", "due", "paid", "debit", "credit"};
    static const std::set<std::string, std::less<>> other{
        "rate", "rates", "ratio", "score", "lat", "lng", "lon", "percent", "percentage", "pct", "factor", "weight", "count", "quantity",
        "qty", "time", "seconds", "ms", "duration", "hours", "minutes", "days", "distance", "km", "bytes", "size", "index", "id", "code",
        "type", "rank", "share", "area", "volume", "length", "width", "height", "temperature", "energy", "drug", "dose", "unit_count",
        "multiplier", "probability", "weighted", "load", "work", "estimate", "query", "cpu", "gas", "level", "status", "method", "at",
        "by", "date", "value", "values", "points", "items", "ingredient"};
    static const std::set<std::string, std::less<>> paper{"invoice", "order", "payment", "bill", "sales", "receipt", "purchase", "price",
                                                          "tax", "amount", "cart", "refund", "grand", "sub"};
    bool is_money = false, is_total = false, of_paper = false;
    const auto words = sql::words_of(name);
    for (const auto& word : words) {
        if (other.contains(word)) return false;
        is_money |= money.contains(word);
        is_total |= totals.contains(word);
        of_paper |= paper.contains(word);
    }
    return is_money || (is_total && of_paper);
}

// names_money(name)
void names_money(sqlite3_context* context, int, sqlite3_value** values) {
    sqlite3_result_int(context, is_amount_of_money(std::string{argument(values[0])}));
}

const Term& without_casts(const Term& term) {
    return term.kind == TermKind::cast && term.parts.size() == 1 ? without_casts(term.parts[0]) : term;
}

// The member test that a CHECK consists of, `x IN (…)`, perhaps beside `x IS NULL`.
const Term* member_of(const Term& term) {
    if (term.kind == TermKind::member) return &term;
    if (term.kind == TermKind::disjunction && term.parts.size() == 2)
        for (const auto& part : term.parts)
            if (part.kind == TermKind::member && std::any_of(term.parts.begin(), term.parts.end(), [](const Term& other) {
                    return other.kind == TermKind::is_null;
                }))
                return &part;
    return nullptr;
}

// literal_list(expression): the strings of a CHECK that is `x IN ('a', 'b', …)`, sorted and quoted, joined by
// ", "; NULL for all else.
Answer literal_list(const std::vector<std::string>& arguments) {
    std::string list;
    (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto expression = sql::Expression::parse(parser, arguments[0]);
        const Term* member = expression ? member_of(expression->term()) : nullptr;
        if (!member) return;
        for (std::size_t i = 1; i < member->parts.size(); ++i) {
            if (member->parts[i].kind != TermKind::string) return list.clear();
            list += (list.empty() ? "" : ", ") + sql::quote_literal(member->parts[i].text);
        }
    });
    return list.empty() ? Answer{} : Answer{list};
}

// A literal's own text, without the type that a cast gave it.
std::string bare(const Term& literal) {
    if (literal.kind != TermKind::typed) return literal.text;
    const auto end = literal.text.rfind("::");
    auto text = literal.text.substr(0, end);
    if (text.size() >= 2 && text.front() == '\'') text = replaced(text.substr(1, text.size() - 2), "''", "'");
    return text;
}

// What a term that stands for the column, or for the length of its text, is when the column holds the value.
std::optional<std::string> value_of(const Term& term, const std::string& column, const Term& value) {
    const auto& inner = without_casts(term);
    if (inner.kind == TermKind::column && inner.text == column) return bare(value);
    const bool length = inner.kind == TermKind::call && (inner.text == "length" || inner.text == "char_length");
    if (length && inner.parts.size() == 1 && value.kind == TermKind::string && value_of(inner.parts[0], column, value))
        return std::to_string(utf8::characters(bare(value)));
    return {};
}

Truth compared(const std::string& operation, const std::string& left, const std::string& right, bool numbers) {
    const auto truth = [](bool is) { return is ? Truth::yes : Truth::no; };
    const int order = numbers ? sql::compare_decimals(left, right) : 2;
    const bool equal = order == 2 ? left == right : order == 0;
    if (numbers && order == 2) return Truth::unknown;
    if (operation == "=") return truth(equal);
    if (operation == "<>") return truth(!equal);
    if (order == 2) return Truth::unknown;
    if (operation == "<") return truth(order < 0);
    if (operation == "<=") return truth(order <= 0);
    if (operation == ">") return truth(order > 0);
    if (operation == ">=") return truth(order >= 0);
    return Truth::unknown;
}

// What a condition says of a row whose column holds the value; anything else in it is unknown.
Truth evaluated(const Term& term, const std::string& column, const Term& value) {
    if (term.kind == TermKind::conjunction || term.kind == TermKind::disjunction) {
        const auto decides = term.kind == TermKind::conjunction ? Truth::no : Truth::yes;
        auto result = decides == Truth::no ? Truth::yes : Truth::no;
        for (const auto& part : term.parts) {
            const auto truth = evaluated(part, column, value);
            if (truth == decides) return decides;
            if (truth == Truth::unknown) result = truth;
        }
        return result;
    }
    if (term.kind == TermKind::is_null && value_of(term.parts.at(0), column, value)) return Truth::no;
    if (term.kind == TermKind::is_not_null && value_of(term.parts.at(0), column, value)) return Truth::yes;
    if (term.kind == TermKind::column && term.text == column && value.kind == TermKind::boolean)
        return value.text == "true" ? Truth::yes : Truth::no;
    if (term.kind == TermKind::negation && term.parts.size() == 1) {
        const auto truth = evaluated(term.parts[0], column, value);
        return truth == Truth::unknown ? truth : truth == Truth::yes ? Truth::no : Truth::yes;
    }
    if (term.parts.empty()) return Truth::unknown;
    const auto left = value_of(term.parts[0], column, value);
    if (!left) return Truth::unknown;
    if (term.kind == TermKind::member) {
        auto result = Truth::no;
        for (std::size_t i = 1; i < term.parts.size() && result != Truth::yes; ++i) {
            if (!term.parts[i].is_constant()) return Truth::unknown;
            const auto truth = compared("=", *left, bare(term.parts[i]), term.parts[i].kind == TermKind::number);
            if (truth != Truth::no) result = truth;
        }
        return result;
    }
    if (!term.compares_with_constant()) return Truth::unknown;
    const auto& right = term.parts[1];
    if (right.kind == TermKind::typed && term.text != "=" && term.text != "<>") return Truth::unknown;
    // Dates, ranges and the like have several texts for one value; enums have one, and so have strings.
    if (right.kind == TermKind::typed && value.kind != TermKind::typed) return Truth::unknown;
    return compared(term.text, *left, bare(right), right.kind == TermKind::number);
}

// check_refuses(expression, column, default): whether the CHECK is certainly false for the default, a literal.
Answer check_refuses(const std::vector<std::string>& arguments) {
    const auto &expression_text = arguments[0], &column = arguments[1], &default_text = arguments[2];
    bool refuses = false;
    (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto value = sql::Expression::parse(parser, default_text);
        if (!value || !without_casts(value->term()).is_constant()) return;
        const auto check = sql::Expression::parse(parser, expression_text);
        refuses = check && evaluated(check->term(), column, without_casts(value->term())) == Truth::no;
    });
    return int{refuses};
}

// literal_text(default): the text of a default that is a literal, without quotes and casts; NULL for all else.
Answer literal_text(const std::vector<std::string>& arguments) {
    Answer literal;
    (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto value = sql::Expression::parse(parser, arguments[0]);
        if (value && without_casts(value->term()).is_constant()) literal = bare(without_casts(value->term()));
    });
    return literal;
}

}  // namespace

void register_type_functions(sqlite3* database) {
    sqlite3_create_function(database, "names_money", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, names_money, nullptr, nullptr);
    remember<literal_list>(database, "literal_list", 1);
    remember<check_refuses>(database, "check_refuses", 3);
    remember<literal_text>(database, "literal_text", 1);
}

}  // namespace assay::postgres
