// Rows that a foreign key should refuse and accepts, or should accept and refuses: a NULL beside a made-up
// value, a row of another tenant, a row of an inheriting table.
#include <fmt/core.h>

#include <algorithm>

#include "core/finding.h"
#include "core/rule.h"
#include "domain/postgres/prove/trial_table.h"

namespace assay::postgres {

namespace {

struct Key {
    std::int64_t child_id = 0, parent_id = 0;
    std::string columns, referenced_columns, child, parent;
    std::vector<int> numbers, referenced;
};

std::optional<Key> key_of(const Map& map, std::int64_t constraint) {
    auto row = map.prepare("select c.relation_id, c.referenced_id, c.columns, c.referenced_columns, k.name, p.name, c.numbers, c.referenced_numbers "
                           "from constraints c join relations k on k.id = c.relation_id join relations p on p.id = c.referenced_id where c.id = ?");
    row.bind(1, constraint);
    if (!row.step()) return {};
    return Key{row.integer(0), row.integer(1), std::string{row.text(2)}, std::string{row.text(3)}, std::string{row.text(4)}, std::string{row.text(5)},
               numbers_of(std::string{row.text(6)}), numbers_of(std::string{row.text(7)})};
}

// With all foreign keys of the child that touch the columns, onto the real tables: another one may refuse it.
Outcome null_beside(const Subject& subject, Lab& lab, const Key& key) {
    auto child = TrialTable::make(lab, subject.map, key.child_id, lab.scratch_schema(), "child", {key.numbers.begin(), key.numbers.end()});
    if (!child) return Outcome::needs(lab.last_error().message);
    auto other = subject.map.prepare("select definition, numbers from constraints where relation_id = ? and type = 'foreign'");
    other.bind(1, key.child_id);
    while (other.step())
        for (const int number : numbers_of(std::string{other.text(1)}))
            if (std::find(key.numbers.begin(), key.numbers.end(), number) != key.numbers.end()) {
                if (!lab.run(fmt::format("alter table {} add {}", child->name(), other.text(0)))) return Outcome::needs(lab.last_error().message);
                break;
            }
    std::map<int, std::string> values;
    auto nullable = subject.map.prepare("select not_null from attributes where relation_id = ? and number = ?");
    bool emptied = false;
    for (const int number : key.numbers) {
        const auto* shape = child->column(number);
        nullable.reset();
        nullable.bind(1, key.child_id);
        nullable.bind(2, std::int64_t{number});
        if (!shape || !nullable.step()) return Outcome::needs("the columns on the map");
        const bool empty = !emptied && !nullable.integer(0);
        emptied |= empty;
        values[number] = empty ? fmt::format("null::{}", shape->type) : value_expression(subject.map, *shape, "31977").value_or("null");
    }
    const bool went = child->insert(1, values);
    if (!went && lab.last_error().sqlstate.compare(0, 2, "23") != 0) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(fmt::format("inserted a row with one of ({}) NULL and a made-up value in the rest into a copy of {}", key.columns, key.child),
                           fmt::format("{} holds no such value", key.parent), went ? "it is accepted" : last_error_text(lab));
    return went ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

std::optional<TrialTable> child_of(Lab& lab, const Map& map, const Key& key, const std::string& schema, const TrialTable& parent, std::set<int> studied) {
    auto child = TrialTable::make(lab, map, key.child_id, schema, "child", std::move(studied));
    if (!child || !lab.run(fmt::format("alter table {} add foreign key ({}) references {} ({})", child->name(), key.columns, parent.name(),
                                       key.referenced_columns)))
        return {};
    return child;
}

int tenant_of(const Subject& subject, std::int64_t relation_id) {
    const auto& message = subject.finding.message;
    auto row = subject.map.prepare("select number, name from attributes where relation_id = ?");
    row.bind(1, relation_id);
    while (row.step())
        if (message.find(fmt::format("both belong to one {},", row.text(1))) != std::string::npos) return static_cast<int>(row.integer(0));
    return 0;
}

Outcome across_tenants(const Subject& subject, Lab& lab, const Key& key) {
    const auto schema = lab.scratch_schema();
    const int of_parent = tenant_of(subject, key.parent_id), of_child = tenant_of(subject, key.child_id);
    auto parent = TrialTable::make(lab, subject.map, key.parent_id, schema, "parent", {of_parent, key.referenced[0]});
    if (!parent || !parent->column(of_parent) || !parent->column(key.referenced[0])) return Outcome::needs("a copy of the parent: " + lab.last_error().message);
    auto child = child_of(lab, subject.map, key, schema, *parent, {of_child, key.numbers[0]});
    if (!child || !child->column(of_child)) return Outcome::needs("a copy of the child: " + lab.last_error().message);
    const auto value = [&](const ColumnShape& shape, const char* number) { return value_expression(subject.map, shape, number).value_or("null"); };
    if (!parent->insert(1, {{of_parent, value(*parent->column(of_parent), "2")}, {key.referenced[0], value(*parent->column(key.referenced[0]), "971")}}))
        return Outcome::needs("a row for the parent: " + lab.last_error().message);
    const bool went = child->insert(1, {{of_child, value(*child->column(of_child), "1")}, {key.numbers[0], value(*child->column(key.numbers[0]), "971")}});
    if (!went && lab.last_error().sqlstate.compare(0, 2, "23") != 0) return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(fmt::format("inserted into a copy of {} a row of tenant 1 that refers to a row of tenant 2 in {}", key.child, key.parent),
                           "the row belongs to tenant 2", went ? "it is accepted" : last_error_text(lab));
    return went ? Outcome::proven(std::move(proof)) : Outcome::refuted(std::move(proof));
}

Outcome of_inheriting(const Subject& subject, Lab& lab, const Key& key) {
    const auto schema = lab.scratch_schema();
    auto parent = TrialTable::make(lab, subject.map, key.parent_id, schema, "parent", {key.referenced.begin(), key.referenced.end()});
    if (!parent) return Outcome::needs(lab.last_error().message);
    auto child = child_of(lab, subject.map, key, schema, *parent, {key.numbers.begin(), key.numbers.end()});
    if (!child || !lab.run(fmt::format("create table {}.kin () inherits ({})", schema, parent->name()))) return Outcome::needs(lab.last_error().message);
    std::map<int, std::string> values, same;
    for (std::size_t i = 0; i < key.numbers.size(); ++i) {
        const auto* shape = parent->column(key.referenced[i]);
        const auto* own = child->column(key.numbers[i]);
        if (!shape || !own) return Outcome::needs("the columns on the map");
        values[key.referenced[i]] = value_expression(subject.map, *shape, "971").value_or("null");
        same[key.numbers[i]] = value_expression(subject.map, *own, "971").value_or("null");
    }
    // Into the parent first, so that the values are known to be good, then moved to the inheriting table.
    if (!parent->insert(1, values) ||
        !lab.run(fmt::format("with moved as (delete from only {1} returning *) insert into {0}.kin select * from moved", schema, parent->name())))
        return Outcome::needs("a row for the parent: " + lab.last_error().message);
    const bool went = child->insert(1, same);
    if (!went && lab.last_error().sqlstate != "23503") return Outcome::needs(lab.last_error().message);
    auto proof = lab.proof(fmt::format("inserted a row into a table that inherits from a copy of {}, and a row of {} that refers to it", key.parent, key.child),
                           fmt::format("SELECT finds the row in {}", key.parent), went ? "the reference is accepted" : last_error_text(lab));
    return went ? Outcome::refuted(std::move(proof)) : Outcome::proven(std::move(proof));
}

}  // namespace

Outcome loose_reference(const Subject& subject, Lab& lab, Budget& budget) {
    if (!budget.has(Milliseconds{80})) return Outcome::out_of_budget();
    const auto key = key_of(subject.map, subject.id);
    if (!key || !subject.finding.rule) return Outcome::needs("the foreign key on the map");
    const auto rule = subject.finding.rule->short_name();
    if (rule == "fk-tenant-leak") return across_tenants(subject, lab, *key);
    if (rule == "fk-to-inheritance-parent") return of_inheriting(subject, lab, *key);
    return null_beside(subject, lab, *key);
}

}  // namespace assay::postgres
