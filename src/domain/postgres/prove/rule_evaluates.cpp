// Inserts a row one of whose values counts how often it was asked for, under the table's rewrite rules.
#include <fmt/core.h>

#include "core/finding.h"
#include "domain/postgres/prove/trial_table.h"
#include "map/map.h"

namespace assay::postgres {

namespace {

constexpr int made_number = 900'000, first_counted = 950'000;  // far from what the table holds

struct Rewrite {
    std::int64_t relation_id = 0;
    std::string rule, table;
};

std::optional<Rewrite> rewrite_of(const Map& map, std::int64_t id) {
    auto row = map.prepare("select w.relation_id, w.name, r.name from rewrite_rules w join relations r on r.id = w.relation_id "
                           "where w.id = ? and w.event = 'insert' and not w.is_instead");
    row.bind(1, id);
    if (!row.step()) return {};
    return Rewrite{row.integer(0), std::string{row.text(1)}, std::string{row.text(2)}};
}

// What else may refuse made rows is not what the experiment is about.
bool drop_checks(const Subject& subject, Lab& lab, const Rewrite& rewrite) {
    auto constraint = subject.map.prepare("select name from constraints where relation_id = ? and type in ('foreign', 'check')");
    constraint.bind(1, rewrite.relation_id);
    while (constraint.step())
        if (!lab.query(fmt::format("alter table {} drop constraint {}", rewrite.table, constraint.text(0)))) return false;
    return bool(lab.query(fmt::format("alter table {} disable trigger user", rewrite.table)));
}

// The row of this number, whose column `counted` takes its value from `probe`; empty where a column has no plain values.
std::string insert_text(const Subject& subject, const Rewrite& rewrite, const ColumnShape& counted, const std::string& probe, int number) {
    std::string names, values;
    for (const auto& shape : all_shapes(subject.map, rewrite.relation_id)) {
        const auto value = value_expression(subject.map, shape, shape.number == counted.number ? fmt::format("nextval('{}')", probe) : std::to_string(number));
        if (!value) continue;  // its default, or NULL
        names += (names.empty() ? "" : ", ") + shape.name;
        values += (values.empty() ? "" : ", ") + *value;
    }
    return fmt::format("insert into {} ({}) overriding system value values ({})", rewrite.table, names, values);
}

}  // namespace

Outcome rule_evaluates(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{60})) return Outcome::out_of_budget();
    const auto rewrite = rewrite_of(subject.map, subject.id);
    if (!rewrite) return Outcome::needs("a rule on INSERT that is not INSTEAD");
    const auto schema = lab.scratch_schema(), probe = schema + ".probe";
    if (!lab.run("create schema " + schema) || !drop_checks(subject, lab, *rewrite)) return Outcome::needs(lab.last_error().message);
    int number = made_number;
    for (const auto& shape : all_shapes(subject.map, rewrite->relation_id)) {
        const auto value = value_expression(subject.map, shape, "@");
        if (!value || value->find('@') != value->rfind('@')) continue;  // it would itself ask twice
        if (!lab.run("drop sequence if exists " + probe) || !lab.run(fmt::format("create sequence {} start {}", probe, first_counted)))
            return Outcome::needs(lab.last_error().message);
        if (!lab.run(insert_text(subject, *rewrite, shape, probe, ++number))) continue;
        const auto last = lab.query("select last_value from " + probe);
        if (!last) return Outcome::needs(lab.last_error().message);
        const auto asked = last->integer(0, 0) - first_counted + 1;
        if (asked < 2) continue;
        return Outcome::proven(lab.proof(fmt::format("inserted one row into {} whose {} comes from nextval()", rewrite->table, shape.name),
                                         "one row asks for one value",
                                         fmt::format("{} values were taken: what {} wrote is not what the row holds", asked, rewrite->rule)));
    }
    return Outcome::needs("a column that the rule reads and whose value can be made: " + lab.last_error().message);
}

}  // namespace assay::postgres
