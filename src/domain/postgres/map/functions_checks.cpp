// SQL functions about CHECKs: whether they leave a column any value.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/postgres/map/load.h"
#include "domain/postgres/map/remembered.h"
#include "sql/expression.h"
#include "sql/parser.h"
#include "sql/term.h"

namespace assay::postgres {

namespace {

using sql::Term;
using sql::TermKind;

constexpr int most_branches = 64;

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

// The parts of conditions that are joined by AND.
void add_parts(const Term& term, std::vector<const Term*>& parts) {
    if (term.kind != TermKind::conjunction) return parts.push_back(&term);
    for (const auto& part : term.parts) add_parts(part, parts);
}

// What a condition other than OR says of the column.
void narrow(Range& range, const Term& term, const std::string& column) {
    if (term.compares_with_constant() && is_column(term.parts[0], column)) return range.take(term.text, term.parts[1]);
    if (term.kind != TermKind::member || !is_column(term.parts.at(0), column)) return;
    std::vector<std::string> forms;
    for (std::size_t part = 1; part < term.parts.size(); ++part) forms.push_back(term.parts[part].form);
    range.take_members(std::move(forms));
}

// Whether no value but NULL meets all conditions. What cannot be read is taken to be met.
bool contradict(std::vector<const Term*> conditions, const std::string& column, int& branches) {
    if (std::any_of(conditions.begin(), conditions.end(), [](const Term* term) { return term->is_false(); })) return true;
    Range range;
    for (const Term* term : conditions) narrow(range, *term, column);
    if (range.is_empty()) return true;
    const auto choice = std::find_if(conditions.begin(), conditions.end(), [](const Term* term) { return term->kind == TermKind::disjunction; });
    if (choice == conditions.end()) return false;
    const auto& alternatives = (*choice)->parts;
    conditions.erase(choice);
    return std::all_of(alternatives.begin(), alternatives.end(), [&](const Term& alternative) {
        if (++branches > most_branches) return false;
        auto with_alternative = conditions;
        add_parts(alternative, with_alternative);
        return contradict(std::move(with_alternative), column, branches);
    });
}

// It takes two comparisons of the column to contradict, or a condition that is false by itself: most CHECKs need not be parsed.
bool may_contradict(std::string_view text, std::string_view column) {
    constexpr std::string_view comparing = "<>=";
    int comparisons = 0, mentions = 0;
    for (std::size_t at = 0; (at = text.find_first_of(comparing, at)) != text.npos; at = std::min(text.find_first_not_of(comparing, at), text.size()))
        ++comparisons;
    for (std::size_t at = 0; (at = text.find(column, at)) != text.npos; at += column.size()) ++mentions;
    return (comparisons > 1 && mentions > 1) || text.find("false") != text.npos;
}

// leaves_no_value(conditions, column): whether all of them together, one SQL condition, let only NULL into the column.
Answer leaves_no_value(const std::vector<std::string>& arguments) {
    bool contradicts = false;
    if (may_contradict(arguments[0], arguments[1])) (void)sql::with_parser_thread([&](const sql::Parser& parser) {
        const auto expression = sql::Expression::parse(parser, arguments[0]);
        if (!expression) return;
        std::vector<const Term*> conditions;
        add_parts(expression->term(), conditions);
        int branches = 0;
        contradicts = contradict(std::move(conditions), arguments[1], branches);
    });
    return contradicts ? 1 : 0;
}

}  // namespace

void register_check_functions(sqlite3* database) {
    remember<leaves_no_value>(database, "leaves_no_value", 2);
}

}  // namespace assay::postgres
