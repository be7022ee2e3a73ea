// Inserts into a copy, under all its CHECKs, the row that the finding says nothing refuses.
#include <fmt/core.h>

#include "core/finding.h"
#include "core/rule.h"
#include "core/text.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr const char* no_such_id = "31977";

struct Row {
    std::int64_t relation_id = 0;
    std::string what;                    // "with quantity -1"
    std::map<int, std::string> values = {};
};

std::optional<Row> one_column(const Map& map, std::int64_t attribute, bool is_id) {
    auto row = map.prepare("select relation_id, number, name from attributes where id = ?");
    row.bind(1, attribute);
    if (!row.step()) return {};
    const auto shapes = shapes_of(map, row.integer(0), std::string{row.text(1)});
    if (shapes.empty()) return {};
    const auto value = is_id ? value_expression(map, shapes[0], no_such_id) : fmt::format("(-1)::{}", shapes[0].type);
    if (!value) return {};
    return Row{row.integer(0), fmt::format("with {} {}", row.text(2), is_id ? "of no row" : "-1"), {{shapes[0].number, *value}}};
}

// The column that holds an id of the table that another one names; that one is left as the copy has it.
std::optional<Row> loose_id(const Map& map, std::int64_t type_attribute) {
    auto row = map.prepare("select i.id from columns k join columns i on i.relation_id = k.relation_id "
                           "and words(i.attname) = substr(words(k.attname), 1, length(words(k.attname)) - 4) || 'id' where k.id = ?");
    row.bind(1, type_attribute);
    if (!row.step()) return {};
    return one_column(map, row.integer(0), true);
}

Row all_null(std::int64_t relation_id, const std::vector<ColumnShape>& shapes, std::string what) {
    Row row{relation_id, std::move(what)};
    for (const auto& shape : shapes) row.values[shape.number] = fmt::format("null::{}", shape.type);
    return row;
}

std::optional<Row> check_of_nulls(const Map& map, std::int64_t constraint) {
    auto row = map.prepare("select relation_id, numbers, columns from constraints where id = ?");
    row.bind(1, constraint);
    if (!row.step()) return {};
    return all_null(row.integer(0), shapes_of(map, row.integer(0), std::string{row.text(1)}), fmt::format("with NULL in {}", row.text(2)));
}

Row row_of_nothing(const Map& map, std::int64_t relation_id) {
    auto shapes = all_shapes(map, relation_id);
    auto key = map.prepare("select numbers from keys where relation_id = ? and type = 'primary'");
    key.bind(1, relation_id);
    if (key.step())
        for (const int number : numbers_of(std::string{key.text(0)})) std::erase_if(shapes, [&](const ColumnShape& shape) { return shape.number == number; });
    return all_null(relation_id, shapes, "with nothing but NULL beside its key");
}

// The finding names the two columns in brackets: a name that asks for a number, and a text that is none.
std::optional<Row> number_as_text(const Subject& subject) {
    const auto& message = subject.finding.message;
    const auto open = message.find('('), close = message.find(')', open);
    if (close == message.npos) return {};
    const auto names = split(std::string_view{message}.substr(open + 1, close - open - 1), ',');
    Row row{subject.id, "whose page_count is 'about 320'"};
    for (const auto& shape : all_shapes(subject.map, subject.id)) {
        if (shape.name == trimmed(names.front())) row.values[shape.number] = fmt::format("'page_count'::{}", shape.type);
        if (shape.name == trimmed(names.back())) row.values[shape.number] = fmt::format("'about 320'::{}", shape.type);
    }
    return row.values.size() == 2 ? std::optional{std::move(row)} : std::nullopt;
}

std::optional<Row> row_for(const Subject& subject) {
    const auto rule = subject.finding.rule ? subject.finding.rule->short_name() : std::string_view{};
    if (rule == "check-missing" || rule == "id-array") return one_column(subject.map, subject.id, rule == "id-array");
    if (rule == "entity-attribute-value") return number_as_text(subject);
    if (rule == "polymorphic-association") return loose_id(subject.map, subject.id);
    if (rule == "check-null-hole") return check_of_nulls(subject.map, subject.id);
    return row_of_nothing(subject.map, subject.id);
}

}  // namespace

Outcome nothing_refuses(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{80})) return Outcome::out_of_budget();
    const auto row = row_for(subject);
    if (!row) return Outcome::needs("a value of the column's type");
    const auto table = subject.map.value("select name from relations where id = ?", row->relation_id).value_or("");
    std::set<int> studied;
    for (const auto& [number, value] : row->values) studied.insert(number);
    auto copy = TrialTable::make(lab, subject.map, row->relation_id, lab.scratch_schema(), "copy", studied);
    if (!copy) return Outcome::needs("a copy of the table: " + lab.last_error().message);

    const bool went = copy->insert(1, row->values);
    const auto method = fmt::format("inserted a row {} into a copy of {} with its CHECKs", row->what, table);
    if (went) return Outcome::proven(lab.proof(method, "it should be refused", "it is accepted"));
    if (lab.last_error().sqlstate != "23514") return Outcome::needs("a row for the table: " + lab.last_error().message);
    return Outcome::refuted(lab.proof(method, "it should be refused", last_error_text(lab)));
}

}  // namespace assay::postgres
