// Tries values into a column under all CHECKs of its table: those that the CHECKs name, their neighbours and what lies between.
#include <fmt/core.h>

#include <set>
#include <string>
#include <vector>

#include "core/finding.h"
#include "core/text.h"
#include "domain/postgres/prove/column_copy.h"
#include "domain/postgres/prove/trial_table.h"
#include "lab/lab.h"
#include "map/map.h"
#include "sql/expression.h"
#include "sql/parser.h"
#include "sql/term.h"

namespace assay::postgres {

namespace {

constexpr std::size_t most_values = 200;

void constants_of(const sql::Term& term, std::set<std::string>& numbers, std::set<std::string>& others) {
    if (term.kind == sql::TermKind::number) numbers.insert(term.text);
    if (term.kind == sql::TermKind::string || term.kind == sql::TermKind::typed) others.insert(term.form);
    for (const auto& part : term.parts) constants_of(part, numbers, others);
}

// Expressions of values: constants of the CHECKs, and around and between their numbers.
std::set<std::string> values_of(const Map& map, const ColumnSubject& column, std::int64_t attribute) {
    std::set<std::string> numbers{"0"}, values;
    auto checks = map.prepare("select k.expression from checks k join attributes a on a.relation_id = k.relation_id and a.id = ? "
                              "where ' ' || k.numbers || ' ' like '% ' || a.number || ' %'");
    checks.bind(1, attribute);
    while (checks.step()) {
        const std::string text{checks.text(0)};
        (void)sql::with_parser_thread([&](const sql::Parser& parser) {
            if (const auto expression = sql::Expression::parse(parser, text)) constants_of(expression->term(), numbers, values);
        });
    }
    if (column.type_name == "text" || column.type_name == "varchar" || column.type_name == "bpchar") values.insert({"''", "'x'"});
    std::string before;
    for (const auto& number : numbers) {
        for (const char* around : {"{}", "{} + 1", "{} - 1", "{} + 0.01", "{} - 0.01"}) values.insert(fmt::format(fmt::runtime(around), number));
        if (!before.empty()) values.insert(fmt::format("({} + {}) / 2.0", before, number));
        before = number;
    }
    return values;
}

}  // namespace

Outcome no_value_fits(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{100})) return Outcome::out_of_budget();
    const auto column = column_subject(subject.map, subject.id);
    if (!column) return Outcome::needs("the column on the map");
    const auto schema = lab.scratch_schema();
    if (!copy_table(lab, subject.map, *column, schema)) return Outcome::needs(lab.last_error().message);

    std::size_t refused = 0;
    std::string taken, last;
    for (const auto& value : values_of(subject.map, *column, subject.id)) {
        if (refused == most_values) break;
        if (lab.run(fmt::format("insert into {}.c ({}) values (({})::{})", schema, column->name, value, column->type))) {
            taken = value;
            break;
        }
        // What is no value of the type was not refused by a CHECK.
        if (lab.last_error().sqlstate == "23514") {
            ++refused;
            last = lab.last_error().message;
        }
    }
    if (taken.empty() && refused == 0) return Outcome::needs("a value of " + column->type);
    auto proof = lab.proof(fmt::format("inserted into a copy of {}, all other columns left empty", column->table),
                           fmt::format("{} values for {}", refused + (taken.empty() ? 0 : 1), column->name),
                           taken.empty() ? "each was refused, as: " + last : taken + " was stored");
    return taken.empty() ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

}  // namespace assay::postgres
