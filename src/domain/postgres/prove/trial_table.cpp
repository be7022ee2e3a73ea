// helper of provers: copies of tables.
#include "domain/postgres/prove/trial_table.h"

#include <fmt/core.h>

#include "core/text.h"
#include "sql/names.h"

namespace assay::postgres {

namespace {

constexpr int most_checks_dropped = 12;
constexpr int made_number = 900'000;  // far from what rows of the original hold

std::string value_of(const Map& map, const ColumnShape& column, int number, bool required) {
    if (auto value = value_expression(map, column, std::to_string(number))) return *value;
    if (column.type.size() > 2 && column.type.compare(column.type.size() - 2, 2, "[]") == 0) return fmt::format("'{{}}'::{}", column.type);
    return required ? std::string{} : fmt::format("null::{}", column.type);
}

}  // namespace

std::vector<int> numbers_of(const std::string& text) {
    std::vector<int> numbers;
    for (auto part : split(text, ' '))
        if (!part.empty()) numbers.push_back(std::stoi(std::string{part}));
    return numbers;
}

std::string last_error_text(const Lab& lab) {
    const auto& error = lab.last_error();
    return error.sqlstate.empty() ? error.message : fmt::format("{}: {}", error.sqlstate, error.message);
}

std::optional<TrialTable> TrialTable::make(Lab& lab, const Map& map, std::int64_t relation_id, const std::string& schema,
                                           const std::string& name, std::set<int> studied) {
    const auto original = map.value("select name from relations where id = ?", relation_id);
    if (!original) return {};
    TrialTable table{lab, map};
    table.relation_id_ = relation_id;
    table.original_ = *original;
    table.name_ = schema + "." + name;
    table.columns_ = all_shapes(map, relation_id);
    table.studied_ = std::move(studied);
    if (!lab.run(fmt::format("create schema if not exists {}", schema)) ||
        !lab.run(fmt::format("create table {} (like {} including all excluding statistics excluding comments)", table.name_, *original)))
        return {};
    auto unique = map.prepare("select k.number from index_keys k join indexes i on i.id = k.index_id "
                              "where i.relation_id = ? and (i.is_unique or i.is_exclusion) and k.is_key");
    unique.bind(1, relation_id);
    while (unique.step())
        if (const int number = static_cast<int>(unique.integer(0)); !table.studied_.contains(number)) table.unique_.insert(number);
    auto required = map.prepare("select number from attributes where relation_id = ? and not_null");
    required.bind(1, relation_id);
    while (required.step()) table.required_.insert(static_cast<int>(required.integer(0)));
    const auto any = lab.query(fmt::format("select exists (select from {})", *original));
    table.has_rows_ = any && any->boolean(0, 0);
    return table;
}

const ColumnShape* TrialTable::column(int number) const {
    for (const auto& shape : columns_)
        if (shape.number == number) return &shape;
    return nullptr;
}

std::optional<std::string> TrialTable::statement(int number, const std::map<int, std::string>& values, const std::string& suffix) const {
    std::string names, list;
    for (const auto& shape : columns_) {
        std::string value;
        if (const auto given = values.find(shape.number); given != values.end())
            value = given->second;
        else if (unique_.contains(shape.number))
            value = value_of(map_, shape, made_number + number, required_.contains(shape.number));
        else if (has_rows_ && studied_.contains(shape.number))
            // A NULL that the first row happens to hold would be equal to nothing.
            value = fmt::format("coalesce(r.{}, {})", shape.name, value_of(map_, shape, 1, false));
        else if (has_rows_)
            value = "r." + shape.name;
        else
            value = value_of(map_, shape, 1, required_.contains(shape.number));
        if (value.empty()) return {};
        names += (names.empty() ? "" : ", ") + shape.name;
        list += (list.empty() ? "" : ", ") + value;
    }
    return fmt::format("insert into {} ({}) overriding system value select {}{}{}", name_, names, list,
                       has_rows_ ? fmt::format(" from (select * from {} limit 1) r", original_) : std::string{}, suffix);
}

// A CHECK that made values do not meet, and that is not about the columns of the experiment.
bool TrialTable::drop_check_in_the_way() {
    const auto& message = lab_.last_error().message;
    const auto marker = message.find("violates check constraint \"");
    if (lab_.last_error().sqlstate != "23514" || marker == message.npos || message.find("value for domain") == 0) return false;
    const auto begin = marker + 27;
    const auto conname = message.substr(begin, message.find('"', begin) - begin);
    auto check = map_.prepare("select numbers from constraints where relation_id = ? and conname = ?");
    check.bind(1, relation_id_);
    check.bind(2, std::string_view{conname});
    if (!check.step()) return false;
    for (const int number : numbers_of(std::string{check.text(0)}))
        if (studied_.contains(number)) return false;
    return bool(lab_.query(fmt::format("alter table {} drop constraint {}", name_, sql::quote_identifier(conname))));
}

bool TrialTable::insert(int number, const std::map<int, std::string>& values, const std::string& suffix) {
    const auto text = statement(number, values, suffix);
    if (!text) return false;
    for (int tries = 0; tries < most_checks_dropped; ++tries) {
        if (lab_.run(*text)) return true;
        if (!drop_check_in_the_way()) return false;
    }
    return false;
}

}  // namespace assay::postgres
