// SQL functions about CHECKs: whether they leave a column any value.
#include <sqlite3.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "domain/postgres/map/load.h"
#include "sql/expression.h"
#include "sql/parser.h"
#include "sql/term.h"

namespace assay::postgres {

namespace {

using sql::Term;
using sql::TermKind;

constexpr int most_branches = 64;

std::string text_of(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return bytes ? std::string{bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))} : std::string{};
}

const Term& without_casts(const Term& term) {
    return term.kind == TermKind::cast && term.parts.size() == 1 ? without_casts(term.parts[0]) : term;
}

// What is known of a column's value: numbers between two bounds, or one of some constants.
class Range {
public:
    void take(const std::string& operation, const Term& constant) {
        if (operation == "=") return take_members({constant.form});
        if (constant.kind != TermKind::number) return;
        if (operation == ">" || operation == ">=") raise({constant.text, operation == ">="});
        if (operation == "<" || operation == "<=") lower({constant.text, operation == "<="});
    }
    void take_members(std::vector<std::string> forms) {
        if (members_) std::erase_if(forms, [this](const auto& form) { return !is_member(form); });
        members_ = std::move(forms);
    }
    // False when not certain.
    bool is_empty() const {
        if (least_ && most_ && !fits(*least_, *most_)) return true;
        return members_ && std::none_of(members_->begin(), members_->end(), [this](const auto& form) { return admits(form); });
    }

private:
    struct Bound {
        std::string number;
        bool inclusive = false;
    };
    // 1 and 1.0 are one value.
    bool is_member(const std::string& form) const {
        return std::any_of(members_->begin(), members_->end(), [&form](const std::string& other) {
            return other == form || sql::compare_decimals(other, form) == 0;
        });
    }
    static bool fits(const Bound& least, const Bound& most) {
        const int order = sql::compare_decimals(least.number, most.number);
        return order == 2 || order < 0 || (order == 0 && least.inclusive && most.inclusive);
    }
    bool admits(const std::string& form) const {
        const Bound exactly{form, true};
        return (!least_ || fits(*least_, exactly)) && (!most_ || fits(exactly, *most_));
    }
    void raise(Bound bound) {
        const int order = least_ ? sql::compare_decimals(bound.number, least_->number) : 1;
        if (order == 1 || (order == 0 && !bound.inclusive)) least_ = std::move(bound);
    }
    void lower(Bound bound) {
        const int order = most_ ? sql::compare_decimals(bound.number, most_->number) : -1;
        if (order == -1 || (order == 0 && !bound.inclusive)) most_ = std::move(bound);
    }
    std::optional<Bound> least_, most_;
    std::optional<std::vector<std::string>> members_;
};

bool is_column(const Term& term, const std::string& column) {
    const auto& inner = without_casts(term);
    return inner.kind == TermKind::column && inner.text == column;
}

// Whether no value but NULL meets all conditions. What cannot be read is taken to be met.
bool contradict(std::vector<const Term*> conditions, const std::string& column, int& branches) {
    Range range;
    const Term* choice = nullptr;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const Term& term = *conditions[i];
        if (term.is_false()) return true;
        if (term.kind == TermKind::conjunction)
            for (const auto& part : term.parts) conditions.push_back(&part);
        else if (term.kind == TermKind::disjunction && !choice)
            choice = &term;
        else if (term.compares_with_constant() && is_column(term.parts[0], column))
            range.take(term.text, term.parts[1]);
        else if (term.kind == TermKind::member && is_column(term.parts.at(0), column)) {
            std::vector<std::string> forms;
            for (std::size_t part = 1; part < term.parts.size(); ++part) forms.push_back(term.parts[part].form);
            range.take_members(std::move(forms));
        }
    }
    if (range.is_empty()) return true;
    if (!choice) return false;
    std::erase(conditions, choice);
    return std::all_of(choice->parts.begin(), choice->parts.end(), [&](const Term& branch) {
        if (++branches > most_branches) return false;
        auto with_branch = conditions;
        with_branch.push_back(&branch);
        return contradict(std::move(with_branch), column, branches);
    });
}

// leaves_no_value(conditions, column): whether all of them together, one SQL condition, let only NULL into the column.
void leaves_no_value(sqlite3_context* context, int, sqlite3_value** values) {
    const auto text = text_of(values[0]), column = text_of(values[1]);
    bool contradicts = false;
    (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto expression = sql::Expression::parse(parser, text);
        int branches = 0;
        contradicts = expression && contradict({&expression->term()}, column, branches);
    });
    sqlite3_result_int(context, contradicts);
}

}  // namespace

void register_check_functions(sqlite3* database) {
    sqlite3_create_function_v2(database, "leaves_no_value", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, leaves_no_value, nullptr, nullptr, nullptr);
}

}  // namespace assay::postgres
