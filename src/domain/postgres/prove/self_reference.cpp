// Deletes a row that another row of its table names; inserts the first row of a table that needs another one.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

Outcome self_reference(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    auto row = subject.map.prepare("select c.relation_id, c.numbers, c.referenced_numbers, c.columns, c.referenced_columns, r.name, c.on_delete "
                                   "from constraints c join relations r on r.id = c.relation_id where c.id = ?");
    row.bind(1, subject.id);
    if (!row.step()) return Outcome::needs("the foreign key on the map");
    const int child = std::stoi(std::string{row.text(1)}), key = std::stoi(std::string{row.text(2)});
    const std::string columns{row.text(3)}, referenced{row.text(4)}, name{row.text(5)}, action{row.text(6)};
    auto copy = TrialTable::make(lab, subject.map, row.integer(0), lab.scratch_schema(), "copy", {child, key});
    if (!copy || !copy->column(child) || !copy->column(key)) return Outcome::needs("a copy of the table: " + lab.last_error().message);
    if (!lab.run(fmt::format("alter table {0} add foreign key ({1}) references {0} ({2}) on delete {3}", copy->name(), columns, referenced, action)))
        return Outcome::needs(lab.last_error().message);
    const auto value = [&](int number, const char* text) { return value_expression(subject.map, *copy->column(number), text).value_or("null"); };
    const bool root = copy->insert(1, {{key, value(key, "971")}, {child, fmt::format("null::{}", copy->column(child)->type)}}) ||
                      copy->insert(1, {{key, value(key, "971")}, {child, value(child, "971")}});
    if (!root) {
        if (lab.last_error().sqlstate != "23514") return Outcome::needs("a row for the table: " + lab.last_error().message);
        const bool other = copy->insert(1, {{key, value(key, "971")}, {child, value(child, "972")}});
        auto proof = lab.proof(fmt::format("inserted a first row into a copy of {}: naming none, itself, another", name), "the table is empty",
                               other ? "it goes in" : last_error_text(lab));
        return other ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
    }
    if (!copy->insert(2, {{key, value(key, "972")}, {child, value(child, "971")}})) return Outcome::needs("a second row: " + lab.last_error().message);
    const bool went = bool(lab.run(fmt::format("delete from {} where {} = {}", copy->name(), referenced, value(key, "971"))));
    auto proof = lab.proof(fmt::format("deleted a row of a copy of {} that another row names", name), "one row refers to it",
                           went ? "it goes through" : last_error_text(lab));
    return went ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace assay::postgres
